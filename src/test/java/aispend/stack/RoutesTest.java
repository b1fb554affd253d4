// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoutesTest {
  @TempDir static Path directory;
  private static String config = "";

  @BeforeAll
  static void render() {
    config = Rendered.from(Rendered.ALL, directory).file().toString();
  }

  static List<String> table() {
    return Shipped.text(Shipped.path("alertmanager/tests/routes.tsv"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  void alert_reachesItsReceiver(String line) {
    String[] receiverAndLabels = line.split("\t", 2);
    Stream<String> options =
        Stream.of(
            "config",
            "routes",
            "test",
            "--config.file=" + config,
            "--verify.receivers=" + receiverAndLabels[0]);
    Stream<String> labels = Stream.of(receiverAndLabels[1].split(" ", -1));

    Tool.Result result = Tool.amtool(Stream.concat(options, labels).toArray(String[]::new));

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

    assertThat(compose).contains("--data.retention=960h");
    assertThat(Shipped.yaml(Path.of(config)).findValuesAsText("repeat_interval"))
        .contains("840h")
        .doesNotContain("960h");
  }

  @Test
  void templates_sayWhatAPersonNeeds() {
    Tool.Result result =
        Tool.amtool(
            "template",
            "render",
            "--template.glob=" + Shipped.path("alertmanager/templates/*.tmpl"),
            "--template.glob=" + config + ".links.tmpl",
            "--template.data=" + Shipped.path("alertmanager/tests/message.json"),
            "--template.text={{ template \"aispend.title\" . }}\n{{ template \"aispend.text\" . }}");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output().strip())
        .isEqualTo(Shipped.text(Shipped.path("alertmanager/tests/message.txt")).strip());
  }
}
