// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ComposeTest {
  private static final JsonNode COMPOSE = Shipped.yaml(Shipped.path("docker-compose.yml"));
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?<fallback>:?-)?");

  private static List<Map.Entry<String, JsonNode>> services() {
    return COMPOSE.path("services").propertyStream().toList();
  }

  @Test
  void everyContainer_isConfinedCheckedAndLimited() {
    assertThat(services())
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              JsonNode service = entry.getValue();
              assertThat(service.path("read_only").asBoolean()).isTrue();
              assertThat(service.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
              assertThat(service.path("security_opt").toString())
                  .contains("no-new-privileges:true");
              assertThat(service.path("user").asText()).matches("[1-9][0-9]*:[0-9]+");
              assertThat(service.path("healthcheck").has("test")).isTrue();
              assertThat(service.path("mem_limit").asText()).isNotEmpty();
              assertThat(service.path("image").asText())
                  .matches("(prom|grafana)/[a-z]+:v?[0-9.]+|.*aispend:local}")
                  .doesNotContain("latest");
            });
  }

  @Test
  void published_areTheDaemonsAndGrafanaOnLoopback() {
    assertThat(services())
        .filteredOn(entry -> !entry.getValue().path("ports").isMissingNode())
        .allSatisfy(
            entry ->
                assertThat(entry.getValue().path("ports").path(0).asText())
                    .startsWith("127.0.0.1:"))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("aispend", "grafana", "demo-vendor");
  }

  @Test
  void everyMountedFile_exists() {
    for (Map.Entry<String, JsonNode> entry : services()) {
      Shipped.elements(entry.getValue().path("volumes"))
          .map(JsonNode::asText)
          .filter(mount -> mount.startsWith("./"))
          .forEach(mount -> assertThat(Shipped.path(mount.split(":", 2)[0])).exists());
    }
  }

  @Test
  void everyVariable_hasAFallbackAndIsExplained() {
    String example = Shipped.text(Shipped.path(".env.example"));
    Set<String> seen = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(Shipped.text(Shipped.path("docker-compose.yml")));
    while (variable.find()) {
      assertThat(variable.group("fallback")).as(variable.group(1)).isNotNull();
      seen.add(variable.group(1));
    }

    assertThat(seen)
        .isNotEmpty()
        .filteredOn(name -> !name.endsWith("_FILE") && !name.equals("AISPEND_IMAGE"))
        .allSatisfy(name -> assertThat(example).contains("\n" + name + "="));
    assertThat(example.lines().filter(line -> line.matches("[A-Z_]+=.*")))
        .allSatisfy(line -> assertThat(seen).contains(line.split("=", 2)[0]));
  }

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
    JsonNode prometheus = Shipped.yaml(Shipped.path("prometheus/prometheus.yml"));
    JsonNode sources =
        Shipped.yaml(Shipped.path("grafana-dashboards/provisioning/datasources/aispend.yml"));

    assertThat(sources.at("/datasources/0/jsonData/timeInterval"))
        .isEqualTo(prometheus.at("/global/scrape_interval"));
    assertThat(sources.at("/datasources/0/jsonData/incrementalQuerying").asBoolean(true)).isFalse();
    assertThat(prometheus.at("/storage/tsdb/out_of_order_time_window").asText()).isEqualTo("45d");
    assertThat(Shipped.elements(prometheus.path("scrape_configs")))
        .filteredOn(job -> job.path("job_name").asText().startsWith("aispend"))
        .hasSize(2)
        .allMatch(job -> !job.path("honor_timestamps").asBoolean(true));
  }
}
