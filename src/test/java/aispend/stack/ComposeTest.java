// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the files of the stack must agree on. */
final class ComposeTest {
  private static final JsonNode COMPOSE = Shipped.yaml(Shipped.path("docker-compose.yml"));
  private static final JsonNode PROMETHEUS =
      Shipped.yaml(Shipped.path("prometheus/prometheus.yml"));
  private static final JsonNode SOURCES =
      Shipped.yaml(Shipped.path("grafana-dashboards/provisioning/datasources/aispend.yml"));

  @Test
  void demo_hasItsOwnLedgerAndNoRealKey() {
    JsonNode demo = COMPOSE.path("services").path("aispend-demo");

    assertThat(demo.path("volumes").toString())
        .contains("demo-ledger:")
        .doesNotContain("\"ledger:");
    assertThat(demo.path("environment").toString()).doesNotContain("OPENAI_ADMIN_KEY");
    assertThat(demo.path("profiles").toString()).isEqualTo("[\"demo\"]");
  }

  @Test
  void scrapeInterval_isTheOneGrafanaKnows() {
    assertThat(SOURCES.at("/datasources/0/jsonData/timeInterval"))
        .isEqualTo(PROMETHEUS.at("/global/scrape_interval"));
    assertThat(SOURCES.at("/datasources/0/jsonData/incrementalQuerying").asBoolean(true)).isFalse();
    assertThat(Shipped.elements(PROMETHEUS.path("scrape_configs")))
        .filteredOn(job -> job.path("job_name").asText().startsWith("aispend"))
        .hasSize(2)
        .allMatch(job -> !job.path("honor_timestamps").asBoolean(true));
  }

  @Test
  void prometheus_takesHistoryAndKeepsIt() {
    List<String> command =
        Shipped.elements(COMPOSE.at("/services/prometheus/command")).map(JsonNode::asText).toList();

    assertThat(command)
        .contains("--web.enable-remote-write-receiver", "--storage.tsdb.retention.time=400d")
        .anyMatch(argument -> argument.startsWith("--storage.tsdb.retention.size="));
    assertThat(PROMETHEUS.at("/storage/tsdb/out_of_order_time_window").asText()).isEqualTo("90d");
  }

  @Test
  void everyAddressOfADataSource_isAVariableOfTheContainer() {
    JsonNode environment = COMPOSE.at("/services/grafana/environment");

    assertThat(SOURCES.findValuesAsText("url"))
        .hasSize(2)
        .allSatisfy(
            url -> {
              assertThat(url).startsWith("$");
              assertThat(environment.path(url.substring(1)).asText()).contains(":-http://");
            });
    String type = SOURCES.at("/datasources/0/jsonData/prometheusType").asText();
    assertThat(environment.has(type.substring(1))).isTrue();
  }

  @Test
  void shippedConfiguration_showsFeatureAndUser() {
    assertThat(Shipped.text(Shipped.path("aispend.toml")))
        .contains("metrics = [\"provider\", \"project\", \"model\", \"feature\", \"user\"]");
  }
}
