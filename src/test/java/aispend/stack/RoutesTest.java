// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {
  @TempDir static Path directory;
  private static String config = "";

  @BeforeAll
  static void render() {
    config = Rendered.from(Rendered.ALL, directory).file().toString();
  }

  static List<String> table() {
    return rows("alertmanager/tests/routes.tsv");
  }

  static List<String> ownersTable() {
    return rows("alertmanager/tests/routes_owners.tsv");
  }

  private static List<String> rows(String file) {
    return Shipped.text(Shipped.path(file)).lines().filter(line -> !line.startsWith("#")).toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  void alert_reachesItsReceiver(String line) {
    String[] receiverAndLabels = line.split("\t", 2);

    assertReaches(config, receiverAndLabels[0], receiverAndLabels[1].split(" ", -1));
  }

  @ParameterizedTest
  @MethodSource("ownersTable")
  void alertOfAnOwner_reachesTheOwner(String line, @TempDir Path own) {
    String[] receiverAndLabels = line.split("\t", 2);
    Path file = Rendered.withOwners(own).for025();

    assertReaches(file.toString(), receiverAndLabels[0], receiverAndLabels[1].split("\\|", -1));
  }

  private static void assertReaches(String file, String receiver, String... labels) {
    Stream<String> options =
        Stream.of(
            "config", "routes", "test", "--config.file=" + file, "--verify.receivers=" + receiver);
    Stream<String> quoted = Stream.of(labels).map(label -> label.replaceFirst("=(.*)", "=\"$1\""));

    Tool.Result result = Tool.amtool(Stream.concat(options, quoted).toArray(String[]::new));

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void everyAlertOfTheRules_isInTheTable() {
    assertThat(Shipped.alerts())
        .allSatisfy(
            rule -> {
              JsonNode labels = rule.path("labels");
              assertThat(table())
                  .anyMatch(
                      line ->
                          line.contains("alertname=" + rule.path("alert").asText() + " ")
                              && line.contains("severity=" + labels.path("severity").asText())
                              && line.contains("category=" + labels.path("category").asText())
                              && (!labels.has("threshold")
                                  || line.contains(
                                      "threshold=" + labels.path("threshold").asText())));
            });
  }

  @Test
  void memoryOfWhatWasSent_outlastsTheLongestRepeatInterval() {
    String compose = Shipped.text(Shipped.path("docker-compose.yml"));
    Matcher retention = Pattern.compile("--data\\.retention=(\\d+)h").matcher(compose);
    assertThat(retention.find()).isTrue();

    assertThat(Shipped.yaml(Path.of(config)).findValuesAsText("repeat_interval"))
        .contains("840h")
        .filteredOn(interval -> interval.endsWith("h"))
        .allSatisfy(
            interval ->
                assertThat(Integer.parseInt(interval.replace("h", "")))
                    .isLessThan(Integer.parseInt(retention.group(1))));
  }

  @Test
  void alertsNamedInRoutesAndInhibitions_exist() {
    JsonNode content = Shipped.yaml(Path.of(config));
    Matcher named =
        Pattern.compile("AISpend[A-Za-z]+")
            .matcher(content.path("inhibit_rules").toString() + content.path("route"));
    Set<String> names =
        Shipped.alerts().stream()
            .map(rule -> rule.path("alert").asText())
            .collect(Collectors.toSet());

    assertThat(named.results().map(MatchResult::group).distinct().toList())
        .hasSizeGreaterThan(10)
        .isSubsetOf(names);
  }

  @Test
  void labelsThatInhibitionsCompare_areOnTheAlertsTheyName() {
    // An alert without one of these labels would never be held back, and nobody would notice.
    assertThat(inhibited("AISpendSpendVanished")).contains("[\"job\",\"provider\"]");
    assertThat(inhibited("AISpendBudgetBurnSlow"))
        .contains("[\"job\",\"scope\",\"name\",\"period\",\"cycle\"]");
  }

  private static List<String> inhibited(String alert) {
    return Shipped.elements(Shipped.yaml(Path.of(config)).path("inhibit_rules"))
        .filter(rule -> rule.path("target_matchers").toString().contains(alert))
        .map(rule -> rule.path("equal").toString())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"firing", "resolved"})
  void templates_sayWhatAPersonNeeds(String status) {
    String message = "alertmanager/tests/message_" + status;
    Tool.Result result =
        Tool.amtool(
            "template",
            "render",
            "--template.glob=" + Shipped.path("alertmanager/templates/*.tmpl"),
            "--template.glob=" + config + ".links.tmpl",
            "--template.data=" + Shipped.path(message + ".json"),
            "--template.text={{ template \"aispend.title\" . }}\n{{ template \"aispend.text\" . }}"
                + "{{ template \"aispend.board\" . }}");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output().strip())
        .isEqualTo(Shipped.text(Shipped.path(message + ".txt")).strip());
  }
}
