// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.testing.Spend;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
  private static final String JSON = "application/json";

  @TempDir private Path folder;
  private Daemon daemon;

  @BeforeEach
  void create() {
    daemon = new Daemon(folder);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void metrics_areTextOrOpenMetricsAndCompressedWhenAskedFor() throws Exception {
    new Spend(daemon.ledger)
        .register("openai")
        .hour("2026-11-21T11:00:00Z", "openai", Map.of(Dimension.MODEL, "gpt-5"), "1.000000001");
    daemon.start();

    HttpResponse<String> text = daemon.get("/metrics");
    HttpResponse<String> open = daemon.get("/metrics", "Accept", "application/openmetrics-text");
    HttpResponse<byte[]> zipped =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + daemon.server().port() + "/metrics"))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(text.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text.body())
        .contains(
            "aispend_cost_usd_total{source=\"openai:usage\",provider=\"openai\",model=\"gpt-5\"}"
                + " 1.000000001\n");
    assertThat(open.headers().firstValue("Content-Type"))
        .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("aispend_cost_usd_total{");
    }
  }

  @Test
  void api_answersAndRefusesInJson() throws Exception {
    daemon.start();

    HttpResponse<String> fine = daemon.get("/api/costs/hourly?hours=3&model=a%26b");
    HttpResponse<String> refused = daemon.get("/api/costs/hourly?hours=0");

    assertThat(fine.statusCode()).isEqualTo(200);
    assertThat(fine.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .isEqualTo(
            "{\"status\":400,\"error\":\"Bad Request\",\"message\":\"hours is 0; allowed: 1..168\","
                + "\"parameter\":\"hours\",\"allowed\":\"1..168\"}");
  }

  @Test
  void ready_saysWhyNot() throws Exception {
    daemon.start();
    assertThat(daemon.get("/-/ready").body()).isEqualTo("{\"status\":\"ready\",\"reasons\":[]}");

    daemon.notReady = Optional.of("cannot write to the ledger: disk is full");
    HttpResponse<String> answer = daemon.get("/-/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"not ready\","
                + "\"reasons\":[\"ledger: cannot write to the ledger: disk is full\"]}");
    assertThat(daemon.get("/-/healthy").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404",
    "GET, /metrics/, 404",
    "GET, /../etc/passwd, 404",
    "GET, /api/costs/forecasts, 404",
    "POST, /metrics, 405",
    "DELETE, /api/costs/summary, 405",
    "GET, /-/reload, 405",
    "OPTIONS, /, 405",
  })
  void wrongPathOrMethod_isRefusedInJson(String method, String path, int status) throws Exception {
    daemon.start();

    HttpResponse<String> answer = daemon.send(method, path, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(answer.body()).startsWith("{\"status\":" + status + ",");
    assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void head_hasTheHeadersOnly() throws Exception {
    daemon.start();

    HttpResponse<String> head = daemon.send("HEAD", "/", "");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length").getAsLong()).isGreaterThan(1_000);
  }

  @Test
  void everyAnswer_hasSecurityHeaders() throws Exception {
    daemon.start();

    for (String path : List.of("/", "/metrics", "/nothing", "/api/sources")) {
      HttpResponse<String> answer = daemon.get(path);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(answer.headers().allValues("Content-Security-Policy")).hasSize(1);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void reload_passesTheOutcomeOn() throws Exception {
    daemon.start();
    assertThat(daemon.send("POST", "/-/reload", "").statusCode()).isEqualTo(200);

    daemon.reload = () -> new ReloadOutcome(false, "the old one stays", List.of("a is 0"));
    HttpResponse<String> refused = daemon.send("POST", "/-/reload", "");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .isEqualTo(
            "{\"accepted\":false,\"message\":\"the old one stays\",\"problems\":[\"a is 0\"]}");
  }

  @Test
  void failingHandler_isAnErrorWithoutItsInside() throws Exception {
    daemon.start();
    daemon.reload =
        () -> {
          throw new IllegalStateException("secret inside");
        };

    HttpResponse<String> answer = daemon.send("POST", "/-/reload", "");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").contains("its log says why");
  }

  @Test
  void pageOfAnotherSite_mayNotPost() throws Exception {
    daemon.start();

    assertThat(daemon.send("POST", "/-/reload", "", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(daemon.send("POST", "/-/reload", "", "Sec-Fetch-Site", "same-origin").statusCode())
        .isEqualTo(200);
  }

  @Test
  void alerts_areCountedAndShown() throws Exception {
    daemon.start();
    String body =
        """
        {"version": "4", "alerts": [
          {"status": "firing", "labels": {"alertname": "AISpendBudget90", "severity": "critical"},
           "annotations": {"summary": "<b>90 %</b> of company"},
           "startsAt": "2026-11-21T12:00:00Z"},
          {"status": "resolved", "labels": {"alertname": "AISpendStale"}}]}
        """;

    HttpResponse<String> answer = daemon.send("POST", "/-/alerts", body, "Content-Type", JSON);

    assertThat(answer.body()).isEqualTo("{\"received\":2}");
    assertThat(daemon.get("/metrics").body())
        .contains("aispend_alerts_received_total{status=\"firing\",} 1.0")
        .contains("aispend_alerts_received_total{status=\"resolved\",} 1.0");
    assertThat(daemon.get("/").body())
        .contains("AISpendBudget90")
        .contains("&lt;b&gt;90 %&lt;/b&gt; of company")
        .doesNotContain("<b>90");
  }

  @Test
  void bodyThatCannotBeTaken_isRefused() throws Exception {
    daemon.start();

    assertThat(daemon.send("POST", "/-/alerts", "{}", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(daemon.send("POST", "/-/alerts", "{}").statusCode()).isEqualTo(415);
    assertThat(
            daemon
                .send("POST", "/-/alerts", "{}", "Content-Type", JSON, "Content-Encoding", "gzip")
                .statusCode())
        .isEqualTo(415);
    HttpResponse<String> noArray =
        daemon.send("POST", "/-/alerts", "{\"alerts\": 1}", "Content-Type", JSON);
    assertThat(noArray.statusCode()).isEqualTo(400);
    assertThat(noArray.body()).contains("has no array 'alerts'");
    HttpResponse<String> large =
        daemon.send("POST", "/-/alerts", "x".repeat(4_097), "Content-Type", JSON);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("larger than max_body_bytes, 4096");
  }

  @Test
  void tokens_openWhatTheirRoleMay() throws Exception {
    daemon.start(
        Daemon.token("grafana", "r-secret", Role.READ),
        Daemon.token("apps", "w-secret", Role.WRITE),
        Daemon.token("ops", "a-secret", Role.ADMIN));

    assertThat(status("GET", "/metrics", null)).isEqualTo(401);
    assertThat(status("GET", "/metrics", "Bearer wrong")).isEqualTo(401);
    assertThat(status("GET", "/metrics", "Basic %%%")).isEqualTo(401);
    assertThat(status("GET", "/metrics", "Bearer r-secret")).isEqualTo(200);
    assertThat(status("GET", "/", "bearer r-secret")).isEqualTo(200);
    assertThat(status("GET", "/api/sources", basic("anybody", "r-secret"))).isEqualTo(200);
    assertThat(status("GET", "/api/sources", basic("r-secret", "nothing"))).isEqualTo(401);
    assertThat(status("POST", "/-/reload", "Bearer r-secret")).isEqualTo(403);
    assertThat(status("GET", "/metrics", "Bearer w-secret")).isEqualTo(403);
    assertThat(status("POST", "/-/alerts", "Bearer w-secret")).isEqualTo(400);
    assertThat(status("POST", "/-/alerts", "Bearer r-secret")).isEqualTo(403);
    assertThat(status("POST", "/-/reload", "Bearer w-secret")).isEqualTo(403);
    assertThat(status("POST", "/-/reload", "Bearer a-secret")).isEqualTo(200);
    assertThat(status("GET", "/metrics", "Bearer a-secret")).isEqualTo(200);
    assertThat(status("GET", "/-/healthy", null)).isEqualTo(200);
    assertThat(status("GET", "/-/ready", null)).isEqualTo(200);
    assertThat(daemon.get("/").headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Basic realm=");
  }

  @Test
  void stop_letsRunningRequestsEndAndRefusesNewOnes() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    daemon.reload =
        () -> {
          began.countDown();
          await(end);
          return new ReloadOutcome(true, "slow", List.of());
        };
    daemon.start();
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(() -> post("/-/reload"));
    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(this::stop);

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> daemon.get("/-/healthy").statusCode() == 503);
    assertThat(stopped).isNotDone();
    end.countDown();
    assertThat(running.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void portThatIsTaken_isSaidWithTheRemedy() throws Exception {
    daemon.start();
    int port = daemon.server().port();

    try (Daemon second = new Daemon(folder.resolve("second"))) {
      assertThatThrownBy(
              () ->
                  second.start(
                      new ServerSettings("127.0.0.1", port, 4_096, null, List.of()), false))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:"
                  + port
                  + " (Address already in use); change server.listen or stop what uses it");
    }
  }

  private int status(String method, String path, @Nullable String header) throws Exception {
    String body = path.equals("/-/alerts") ? "{}" : "";
    return header == null
        ? daemon.send(method, path, body, "Content-Type", JSON).statusCode()
        : daemon
            .send(method, path, body, "Content-Type", JSON, "Authorization", header)
            .statusCode();
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> post(String path) {
    try {
      return daemon.send("POST", path, "");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private boolean stop() {
    try {
      return daemon.server().stop(Duration.ofSeconds(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
