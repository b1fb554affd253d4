// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static aispend.stack.Tool.promtool;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class RulesTest {
  @Test
  void configurationAndRules_areValid() {
    Tool.Result result =
        promtool("check", "config", Shipped.path("prometheus/prometheus.yml").toString());

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @TestFactory
  List<DynamicTest> unitTests_pass() {
    return Shipped.files("prometheus/tests", ".test.yml").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> passes(file)))
        .toList();
  }

  private static void passes(Path file) {
    Tool.Result result = promtool("test", "rules", file.toString());

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void everyRule_isNamedRightAndSaysHowBadWhatAndWhatToDo() {
    Set<String> boards =
        Shipped.files("grafana-dashboards/boards", ".json").stream()
            .map(file -> Shipped.json(file).path("uid").asText())
            .collect(Collectors.toSet());

    assertThat(Shipped.rules()).hasSizeGreaterThan(30);
    assertThat(RuleLint.problems(Shipped.rules(), boards)).isEmpty();
  }

  @Test
  void everyAlert_isNamedInAUnitTestAndInTheTable() {
    String tests =
        Shipped.files("prometheus/tests", ".test.yml").stream()
            .map(Shipped::text)
            .collect(Collectors.joining());
    List<String> table = Shipped.text(Shipped.path("docs/alerts.md")).lines().toList();

    assertThat(Shipped.alerts())
        .allSatisfy(
            rule -> {
              String name = rule.path("alert").asText();
              assertThat(tests).contains("alertname: " + name);
              assertThat(table)
                  .anyMatch(
                      line ->
                          line.startsWith("| [" + name + "](runbooks/" + name + ".md)")
                              && line.contains(rule.path("labels").path("severity").asText()));
            });
  }

  @Test
  void everyRunbook_belongsToAnAlertAndHasItsFourParts() {
    Set<String> names =
        Shipped.alerts().stream()
            .map(rule -> rule.path("alert").asText())
            .collect(Collectors.toSet());

    assertThat(Shipped.files("docs/runbooks", ".md"))
        .allSatisfy(
            page -> {
              assertThat(names).contains(page.getFileName().toString().replace(".md", ""));
              assertThat(Files.readString(page))
                  .contains("## Meaning", "## Impact", "## Check", "## Remedy");
            });
  }

  @Test
  void everyRecord_isReadByARuleOrOfferedToBoards() {
    String tests = Shipped.text(Shipped.path("prometheus/tests/recording.test.yml"));

    assertThat(Shipped.rules())
        .filteredOn(rule -> rule.has("record"))
        .extracting(rule -> rule.path("record").asText())
        .allMatch(
            name ->
                tests.contains(name)
                    || Shipped.alerts().stream()
                        .anyMatch(rule -> rule.path("expr").asText().contains(name)));
  }
}
