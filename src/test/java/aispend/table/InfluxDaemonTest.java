// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.model.Dimension;
import aispend.model.Secret;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.PolledLedger;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real InfluxDB 1.x, where {@code influxd} is installed. */
final class InfluxDaemonTest {
  private static final Path DAEMON = Path.of("/usr/bin/influxd");

  private final HttpClient client = HttpClient.newHttpClient();
  private final MutableClock clock = MutableClock.at("2026-11-21T12:00:00Z");
  private final OutgoingHttp http = new OutgoingHttp(new Telemetry(), clock, "aispend/test");
  @TempDir private Path folder;
  private @Nullable Process influxd;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assumeThat(DAEMON).isExecutable();
    port = freePort();
    Path config = folder.resolve("influxdb.conf");
    Files.writeString(
        config,
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%d"
        [meta]
        dir = "%s/meta"
        [data]
        dir = "%s/data"
        wal-dir = "%s/wal"
        [http]
        bind-address = "127.0.0.1:%d"
        """
            .formatted(freePort(), folder, folder, folder, port));
    influxd =
        new ProcessBuilder(DAEMON.toString(), "-config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("influxd.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> get("ping") == 204);
    post("query?q=" + URLEncoder.encode("create database tracker", StandardCharsets.UTF_8), "");
  }

  @AfterEach
  void stop() throws InterruptedException {
    http.close();
    if (influxd != null) {
      influxd.destroy();
      assertThat(influxd.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private int get(String path) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isIn(200, 204);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + "/" + path);
  }

  private Provider provider() {
    return InfluxProvider.TYPE
        .factory()
        .create(
            new ProviderSettings(
                "tracker",
                "http://127.0.0.1:" + port,
                new Secret(""),
                "none",
                Map.of("database", "tracker")),
            http.client("tracker", HttpSettings.DEFAULTS),
            clock);
  }

  /** 6,000 calls of 0.1 in an hour, over two pages, and two others in the next. */
  @Test
  void points_areAddedUpExactlyOverPagesAndCountOnce() throws Exception {
    long hour = 1_795_168_800L;
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      points
          .append("ai_usage,model=gpt-5-mini,project_id=search cost_usd=0.1,tokens_used=10i,")
          .append("user_id=\"ada\" ")
          .append(hour * 1_000_000_000L + i * 1_000_000L)
          .append('\n');
    }
    points.append("ai_usage,model=gpt-5-mini cost_usd=0.25,user_id=\"bob\" ");
    points.append((hour + 3_600) * 1_000_000_000L).append('\n');
    post("write?db=tracker", points.toString());
    String from = "2026-11-20T00:00:00Z";
    String to = "2026-11-21T00:00:00Z";

    provider().check();
    try (PolledLedger ledger = new PolledLedger(folder, provider(), clock)) {
      ledger.read(from, to);
      assertThat(ledger.dollars(Dimension.USER, from, to))
          .isEqualTo(Map.of("ada", "600", "bob", "0.25"));

      post(
          "write?db=tracker",
          "ai_usage,model=m cost_usd=1,user_id=\"bob\" " + (hour * 1_000_000_000L + 7));
      assertThat(ledger.read(from, to).added()).isEqualTo(1);
      assertThat(ledger.dollars(Dimension.USER, from, to))
          .isEqualTo(Map.of("ada", "600", "bob", "1.25"));
    }
  }

  @Test
  void emptyDatabase_saysNothing() throws Exception {
    Provider provider = provider();

    provider.check();
    try (PolledLedger ledger = new PolledLedger(folder, provider, clock)) {
      ledger.read("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z");
      assertThat(ledger.dollars("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")).isEqualTo("0");
    }
  }
}
