// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulated applications against a real daemon: what they know to be true is what it shows. */
class DemoEventsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  @Timeout(180)
  void applications_areShownAsTheyAreAndALoopStandsOut() throws Exception {
    try (Daemon daemon = new Daemon(folder)) {
      daemon.start(new ServerSettings("127.0.0.1", 0, 4 << 20, null, List.of()), true);
      URI url = URI.create("http://127.0.0.1:" + daemon.server().port());
      try (DemoVendor vendor =
          new DemoVendor(DemoOptions.DEFAULT.withDays(1).withEventsTo(url), daemon.clock)) {
        vendor.start("127.0.0.1", 0);
        awaitRequests(vendor, 8_000);
        order(vendor, "/sim/runaway?usd=60&feature=search");
        daemon.clock.advance(Duration.ofSeconds(59));
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(loop(daemon)).isGreaterThanOrEqualTo(60.0));

        for (String dimension : new String[] {"model", "feature", "project"}) {
          Awaitility.await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(shown(daemon, dimension))
                          .isEqualTo(sums(truth(vendor), dimension)));
        }
        assertThat(daemon.get("/metrics").body()).contains("value=\"user-loop\"} 60\n");
        try (DemoVendor second =
            new DemoVendor(DemoOptions.DEFAULT.withDays(1).withEventsTo(url), daemon.clock)) {
          String before = daemon.get("/api/costs/by/model?days=100").body();
          second.start("127.0.0.1", 0);
          awaitRequests(second, 8_000);
          assertThat(JSON.readTree(daemon.get("/api/costs/by/model?days=100").body()).path("rows"))
              .as("history again is nothing new")
              .isEqualTo(JSON.readTree(before).path("rows"));
        }
      }
    }
  }

  private static double loop(Daemon daemon) throws Exception {
    return daemon
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("aispend_runaway_usd{by=\"feature\",value=\"search\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(0);
  }

  private static void awaitRequests(DemoVendor vendor, long least) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> truth(vendor).at("/totals/requests").asLong() >= least);
  }

  private static Map<String, BigDecimal> sums(JsonNode truth, String dimension) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (JsonNode row : truth.path("rows")) {
      sums.merge(
          row.path(dimension).asText(),
          new BigDecimal(row.path("amount").asText()),
          BigDecimal::add);
    }
    sums.replaceAll((value, amount) -> amount.stripTrailingZeros());
    return sums;
  }

  private static Map<String, BigDecimal> shown(Daemon daemon, String dimension) throws Exception {
    Map<String, BigDecimal> sums = new TreeMap<>();
    JsonNode answer =
        JSON.readTree(daemon.get("/api/costs/by/" + dimension + "?days=100&limit=100").body());
    for (JsonNode row : answer.path("rows")) {
      sums.put(
          row.path("value").asText(),
          new BigDecimal(row.path("cost_usd").asText()).stripTrailingZeros());
    }
    return sums;
  }

  private static JsonNode truth(DemoVendor vendor) throws Exception {
    return ask(vendor, "GET", "/sim/truth").path("events");
  }

  private static void order(DemoVendor vendor, String path) throws Exception {
    ask(vendor, "POST", path);
  }

  private static JsonNode ask(DemoVendor vendor, String method, String path) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + vendor.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
