// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.ConfigReader;
import aispend.poll.Poller;
import aispend.testing.OwnPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole daemon whose PostgreSQL dies and comes back. */
final class LedgerOutageTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final Instant called = Clock.systemUTC().instant().minusSeconds(60);

  @Test
  void serverThatDies_isSaidToAllAndWhenItIsBackAllGoesOn() throws Exception {
    try (OwnPostgres server = OwnPostgres.start(folder);
        App app = start(server)) {
      await().atMost(SOON).until(() -> get(app, "/-/ready").statusCode() == 200);
      assertThat(post(app, event("a", "1.000000001")).statusCode()).isEqualTo(200);
      await().atMost(SOON).until(() -> shown(app, "aispend_workload_up 1.0"));

      server.kill();

      HttpResponse<String> refused = post(app, event("b", "2"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("nothing was acknowledged");
      HttpResponse<String> ready = get(app, "/-/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("ledger: ");
      assertThat(get(app, "/-/healthy").statusCode()).as("no reason to restart it").isEqualTo(200);
      HttpResponse<String> metrics = get(app, "/metrics");
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.body()).contains("aispend_ledger_write_errors_total");

      server.restart();

      await().atMost(SOON).until(() -> get(app, "/-/ready").statusCode() == 200);
      for (String id : new String[] {"a", "b", "c"}) {
        String dollars = id.equals("a") ? "1.000000001" : "2";
        await().atMost(SOON).until(() -> post(app, event(id, dollars)).statusCode() == 200);
      }
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(get(app, "/metrics").body().lines())
                      .filteredOn(line -> line.startsWith("aispend_cost_usd_total{"))
                      .singleElement()
                      .asString()
                      .endsWith(" 5.000000001"));
      assertThat(shown(app, "aispend_leader 1.0")).isTrue();
      assertThat(shown(app, "aispend_workload_up 1.0")).isTrue();
    }
  }

  private App start(OwnPostgres server) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("aispend.toml"),
            """
            [server]
            listen = "127.0.0.1:%d"
            [ledger]
            url = "%s"
            user = "postgres"
            password_env = "PASSWORD"
            [labels]
            new_series_hold = "0s"
            """
                .formatted(freePort(), server.place().url()));
    ConfigReader reader =
        new ConfigReader(
            Accounts.knownTypes(), Poller::cronProblem, Map.of("PASSWORD", "postgres"));
    App app = new App(reader.read(file), file, reader, Clock.systemUTC());
    app.start();
    return app;
  }

  private String event(String id, String dollars) {
    return """
    {"event_id": "%s", "timestamp": "%s", "provider": "bedrock", "model": "nova",
     "cost_usd": "%s"}
    """
        .formatted(id, called, dollars);
  }

  private static boolean shown(App app, String sample) throws Exception {
    return get(app, "/metrics").body().contains(sample);
  }

  private static HttpResponse<String> get(App app, String path) throws Exception {
    return send(HttpRequest.newBuilder(app.url().resolve(path)));
  }

  private static HttpResponse<String> post(App app, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(app.url().resolve("/api/events"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
