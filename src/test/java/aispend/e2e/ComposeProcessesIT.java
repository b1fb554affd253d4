// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.testing.DockerCompose;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every container of the compose file but Grafana's, started as a plain process by the command
 * line, variables and files that {@code docker compose config} says, in the order it says.
 */
final class ComposeProcessesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> ORDER =
      List.of("alertmanager", "prometheus", "aispend", "demo-vendor", "aispend-demo");

  @TempDir private static Path root;
  private static final Map<String, Container> CONTAINERS = new LinkedHashMap<>();
  private static final JsonNode SERVICES =
      DockerCompose.config(Map.of(), "--profile", "demo").path("services");
  private static final Addresses ADDRESSES = new Addresses(SERVICES);

  @BeforeAll
  static void start() throws Exception {
    for (String name : ORDER) {
      Container container = new Container(root, name, SERVICES.path(name), ADDRESSES);
      CONTAINERS.put(name, container);
      awaitHealth(name, container);
    }
  }

  private static void awaitHealth(String name, Container container) throws Exception {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !container.alive() || container.healthy());
    assertThat(container.alive()).as(name + " ended:\n" + container.output()).isTrue();
  }

  @AfterAll
  static void stop() {
    CONTAINERS.values().forEach(Container::close);
  }

  private static JsonNode prometheus(String path) {
    return Web.json(ADDRESSES.url("prometheus", 9090) + "/api/v1/" + path).path("data");
  }

  private static List<String> up() {
    return StreamSupport.stream(prometheus("targets").path("activeTargets").spliterator(), false)
        .filter(target -> target.path("health").asText().equals("up"))
        .map(target -> target.at("/labels/job").asText())
        .sorted()
        .toList();
  }

  @Test
  void prometheus_readsBothDaemonsAndTheRulesAndKnowsAlertmanager() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(up())
                    .containsExactly("aispend", "aispend-demo", "alertmanager", "prometheus"));
    assertThat(prometheus("rules").path("groups").findValuesAsText("name"))
        .contains("AISpendDaemonDown", "AISpendBudgetThreshold");
    assertThat(prometheus("alertmanagers").path("activeAlertmanagers")).hasSize(1);
    assertThat(prometheus("status/flags").path("web.enable-remote-write-receiver").asText())
        .isEqualTo("true");
  }

  @Test
  void receiver_takesWhatIsInsideTheWindowAndNothingOlder() throws Exception {
    await().atMost(PATIENCE).until(() -> up().contains("prometheus"));
    String url = ADDRESSES.url("prometheus", 9090) + "/api/v1/write";
    Instant inside = Instant.now().minus(Duration.ofDays(89));
    Instant outside = Instant.now().minus(Duration.ofDays(91));

    assertThat(TinyWrite.send(url, "compose_check", 1.5, inside)).isEqualTo(204);
    assertThat(TinyWrite.send(url, "compose_check", 2, outside)).isGreaterThanOrEqualTo(400);
    JsonNode found = prometheus("query?query=compose_check&time=" + inside.plusSeconds(1));
    assertThat(found.at("/result/0/value/1").asText()).isEqualTo("1.5");
  }

  @Test
  void alertmanager_hasTheRenderedRoutesAndSaysWhereAlertsGo() throws Exception {
    JsonNode status = Web.json(ADDRESSES.url("alertmanager", 9093) + "/api/v2/status");

    assertThat(status.at("/config/original").asText())
        .contains("receiver:", ADDRESSES.url("aispend", 9477) + "/-/alerts");
    assertThat(Files.readString(root.resolve("alertmanager.log")))
        .contains("none, alerts go to the log of the daemon");
  }

  @Test
  void daemons_haveLedgersOfTheirOwnAndOnlyTheDemoHasMoney() {
    String demo = ADDRESSES.url("aispend-demo", 9477) + "/metrics";

    await().atMost(PATIENCE).until(() -> Web.text(demo).contains("aispend_cost_usd_total{"));
    assertThat(Web.text(ADDRESSES.url("aispend", 9477) + "/metrics"))
        .contains("aispend_")
        .doesNotContain("aispend_cost_usd_total{");
    assertThat(root.resolve("volumes/ledger/data/aispend.db")).exists();
    assertThat(root.resolve("volumes/demo-ledger/data/demo.db")).exists();
  }
}
