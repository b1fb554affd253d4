// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Calls through {@code /proxy/} to a vendor whose every byte the test writes. */
class ProxyTest extends ProxyCalls {
  private static final String ASKED = "{\"model\":\"gpt-5-mini\",\"messages\":[]}";
  private static final String STREAMED =
      "{\"model\":\"gpt-5-mini\",\"stream\":true,\"messages\":[]}";
  private static final String ANSWER =
      """
      {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-5-mini",
       "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"},
                    "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}}
      """;
  private static final String JSON_HEAD =
      "HTTP/1.1 200 OK\nContent-Type: application/json\nX-Request-Id: r-1\n";
  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  @Test
  void answer_isTheVendorsByteForByteAndRecorded() throws Exception {
    daemon.start();
    CompletableFuture<HttpResponse<byte[]>> call =
        post(CHAT + "?a=%2Fb", ASKED, "X-AISpend-Feature", "search", "X-AISpend-User", "u-1");
    Vendor.Asking asking = vendor.asked();
    asking.answer(JSON_HEAD, ANSWER.getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> answer = call.join();

    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(ANSWER);
    assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("r-1");
    assertThat(asking.body()).isEqualTo(ASKED);
    assertThat(asking.head())
        .startsWith("POST /v1/chat/completions?a=%2Fb HTTP/1.1\r\n")
        .contains("Authorization: Bearer " + KEY)
        .doesNotContainIgnoringCase("aispend");
    awaitMetric(
        "aispend_tokens_total{source=\"proxy\",provider=\"openai\",model=\"gpt-5-mini\","
            + "type=\"input\"} 900\n");
    assertThat(daemon.get("/api/costs/by/feature?days=1").body()).contains("\"search\"");
    assertThat(metrics()).contains("aispend_proxy_calls_total{provider=\"openai\",code=\"2xx\"");
  }

  @Test
  void key_isKeptNowhere() throws Exception {
    daemon.start();
    CompletableFuture<HttpResponse<byte[]>> call = post(CHAT, ASKED);
    vendor.asked().answer(JSON_HEAD, ANSWER.getBytes(StandardCharsets.UTF_8));
    call.join();
    awaitRequests("gpt-5-mini", "success");

    assertThat(metrics()).doesNotContain(KEY);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(KEY);
      }
    }
  }

  @Test
  void stream_comesPieceByPieceAsTheVendorSendsIt() throws Exception {
    daemon.start();
    String first = "data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}],\"usage\":null}\n\n";
    String last =
        "data: {\"model\":\"gpt-5-mini\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
            + "\"completion_tokens\":3,\"total_tokens\":10}}\n\ndata: [DONE]\n\n";
    CompletableFuture<HttpResponse<InputStream>> call = stream(CHAT, STREAMED);
    Vendor.Asking asking = vendor.asked();
    asking.send(STREAM_HEAD);
    asking.chunk(first);
    try (InputStream body = call.join().body()) {
      // Read before anything more is sent.
      assertThat(new String(body.readNBytes(first.length()), StandardCharsets.UTF_8))
          .isEqualTo(first);
      asking.chunk(last);
      asking.send("0\r\n\r\n");
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(last);
    }
    awaitMetric("model=\"gpt-5-mini\",type=\"output\"} 3\n");
    assertThat(metrics()).contains("aispend_time_to_first_token_seconds_count{provider=\"openai\"");
    assertThat(asking.body()).isEqualTo(STREAMED);
  }

  @Test
  void packedAnswer_goesOnPackedAndIsUnderstood() throws Exception {
    daemon.start();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(ANSWER.getBytes(StandardCharsets.UTF_8));
    }
    CompletableFuture<HttpResponse<byte[]>> call =
        post(CHAT, ASKED, "Accept-Encoding", "br, gzip, deflate");
    Vendor.Asking asking = vendor.asked();
    asking.answer(JSON_HEAD + "Content-Encoding: gzip\n", packed.toByteArray());

    assertThat(call.join().body()).isEqualTo(packed.toByteArray());
    assertThat(call.join().headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(asking.head()).contains("Accept-Encoding: gzip\r\n");
    awaitMetric("model=\"gpt-5-mini\",type=\"input\"} 900\n");
  }

  @Test
  void callerWhoLeavesWithinAStream_leavesTheVendorAtOnce() throws Exception {
    daemon.start();
    Vendor.Asking asking;
    try (Socket caller = raw(CHAT, STREAMED)) {
      asking = vendor.asked();
      asking.send(STREAM_HEAD);
      asking.chunk("data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n\n");
      assertThat(caller.getInputStream().readNBytes(20)).hasSize(20);
    }
    assertThat(asking.isLeft()).isTrue();
    awaitRequests("gpt-5-mini", "aborted");
  }

  @Test
  void callerWhoLeavesBeforeTheAnswer_leavesTheVendorAtOnce() throws Exception {
    daemon.start();
    Vendor.Asking asking;
    try (Socket caller = raw(CHAT, ASKED)) {
      asking = vendor.asked();
      caller.shutdownOutput();
    }
    assertThat(asking.isLeft()).isTrue();
    awaitRequests("gpt-5-mini", "aborted");
  }

  @Test
  void vendorThatBreaksOff_breaksOffForTheCallerToo() throws Exception {
    daemon.start();
    CompletableFuture<HttpResponse<InputStream>> call = stream(CHAT, STREAMED);
    Vendor.Asking asking = vendor.asked();
    asking.send(STREAM_HEAD);
    asking.chunk("data: {}\n\n");
    try (InputStream body = call.join().body()) {
      assertThat(body.readNBytes(10)).hasSize(10);
      asking.breakOff();
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
    awaitRequests("gpt-5-mini", "error");
  }

  @Test
  void vendorsError_goesOnUnchanged() throws Exception {
    daemon.start();
    String error = "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\"}}";
    CompletableFuture<HttpResponse<byte[]>> call = post(CHAT, ASKED);
    vendor
        .asked()
        .answer(
            "HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\nRetry-After: 7\n",
            error.getBytes(StandardCharsets.UTF_8));

    assertThat(call.join().statusCode()).isEqualTo(429);
    assertThat(call.join().headers().firstValue("Retry-After")).hasValue("7");
    assertThat(new String(call.join().body(), StandardCharsets.UTF_8)).isEqualTo(error);
    awaitRequests("gpt-5-mini", "error");
  }

  /** Followed, a vendor could lead the daemon, and the caller's key, into its own network. */
  @Test
  void redirect_isTheCallersToFollow() throws Exception {
    daemon.start();
    try (Vendor other = new Vendor()) {
      CompletableFuture<HttpResponse<byte[]>> call = post(CHAT, ASKED);
      String place = other.url() + "/metadata";
      vendor
          .asked()
          .answer("HTTP/1.1 307 Temporary Redirect\nLocation: " + place + "\n", new byte[0]);

      assertThat(call.join().statusCode()).isEqualTo(307);
      assertThat(call.join().headers().firstValue("Location")).hasValue(place);
      assertThat(other.wasNotAsked()).isTrue();
    }
  }

  @Test
  void vendorThatIsAway_isABadGateway() throws Exception {
    daemon.start();
    vendor.close();

    HttpResponse<byte[]> answer = post(CHAT, ASKED).join();

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("upstream openai")
        .contains("upstream_unreachable");
    awaitRequests("gpt-5-mini", "error");
    assertThat(metrics())
        .contains("aispend_proxy_calls_total{provider=\"openai\",code=\"none\",} 1.0");
  }

  @Test
  void readingCall_passesWithoutARecord() throws Exception {
    daemon.start();
    CompletableFuture<HttpResponse<byte[]>> call =
        send(request("/proxy/openai/v1/models").GET().build());
    Vendor.Asking asking = vendor.asked();
    asking.answer(JSON_HEAD, "{\"data\":[]}".getBytes(StandardCharsets.UTF_8));

    assertThat(call.join().body()).asString().isEqualTo("{\"data\":[]}");
    assertThat(asking.head()).startsWith("GET /v1/models HTTP/1.1");
    daemon.close(); // everything that was to be recorded now is
    assertThat(
            daemon
                .telemetry
                .registry()
                .getSampleValue(
                    "aispend_proxy_recordings_total",
                    new String[] {"outcome"},
                    new String[] {"recorded"}))
        .isZero();
  }

  @Test
  void streamWithoutUsage_isCountedUnlessItIsAskedFor() throws Exception {
    daemon.start();
    pass(CHAT, STREAMED, "data: {\"choices\":[]}\n\ndata: [DONE]\n\n");
    awaitRequests("gpt-5-mini", "success");
    assertThat(metrics())
        .contains("aispend_proxy_calls_without_usage_total{provider=\"openai\",} 1.0");

    lead(true);
    assertThat(pass(CHAT, STREAMED, "data: [DONE]\n\n"))
        .isEqualTo(
            "{\"stream_options\":{\"include_usage\":true},\"model\":\"gpt-5-mini\",\"stream\":true,"
                + "\"messages\":[]}");
  }

  @Test
  void hundredStreams_keepNobodyElseWaiting() throws Exception {
    daemon.start();
    List<CompletableFuture<HttpResponse<byte[]>>> calls = new ArrayList<>();
    List<Vendor.Asking> askings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(post(CHAT, STREAMED));
    }
    for (int i = 0; i < 100; i++) {
      Vendor.Asking asking = vendor.asked();
      asking.send(STREAM_HEAD);
      asking.chunk("data: {}\n\n");
      askings.add(asking);
    }

    assertThat(daemon.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains("aispend_proxy_running_calls 100.0");
    for (Vendor.Asking asking : askings) {
      asking.chunk("data: [DONE]\n\n");
      asking.send("0\r\n\r\n");
    }
    for (CompletableFuture<HttpResponse<byte[]>> call : calls) {
      assertThat(call.join().body()).asString().isEqualTo("data: {}\n\ndata: [DONE]\n\n");
    }
    awaitMetric("aispend_proxy_recordings_total{outcome=\"recorded\",} 100.0");
  }

  @Test
  void token_isNeededInAHeaderOfItsOwn() throws Exception {
    daemon.start(
        Daemon.token("app", "w-secret", Role.WRITE), Daemon.token("eye", "r-secret", Role.READ));

    assertThat(post(CHAT, ASKED).join().statusCode()).isEqualTo(401);
    assertThat(post(CHAT, ASKED, "X-AISpend-Token", "r-secret").join().statusCode()).isEqualTo(403);
    HttpRequest misplaced =
        HttpRequest.newBuilder(uri(CHAT))
            .header("Authorization", "Bearer w-secret")
            .POST(HttpRequest.BodyPublishers.ofString(ASKED))
            .build();
    assertThat(send(misplaced).join().body()).asString().contains("X-AISpend-Token");
    assertThat(vendor.wasNotAsked()).isTrue();

    CompletableFuture<HttpResponse<byte[]>> call = post(CHAT, ASKED, "X-AISpend-Token", "w-secret");
    Vendor.Asking asking = vendor.asked();
    asking.answer(JSON_HEAD, ANSWER.getBytes(StandardCharsets.UTF_8));
    assertThat(call.join().statusCode()).isEqualTo(200);
    assertThat(asking.head()).doesNotContain("w-secret");
  }

  @Test
  void pathOutOfTheUpstream_isRefused() throws Exception {
    daemon.start();
    for (String path :
        List.of("/proxy/other/v1/x", "/proxy/openai/%2e%2e/x", "/proxy/openai/a/..")) {
      assertThat(rawStatus(path)).as(path).contains(" 404 ");
    }
    assertThat(vendor.wasNotAsked()).isTrue();
  }

  @Test
  void bodyAboveTheLimit_isHeardOutAndRefused() throws Exception {
    daemon.start();
    int most = daemon.proxied.limits().maxRequestBytes();
    assertThat(post(CHAT, "x".repeat(most + 1)).join().statusCode()).isEqualTo(413);
    HttpRequest untold =
        request(CHAT)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[most + 1])))
            .build();
    assertThat(send(untold).join().statusCode()).isEqualTo(413);
    assertThat(vendor.wasNotAsked()).isTrue();
  }

  private String rawStatus(String path) throws IOException {
    try (Socket socket = raw(path, ASKED)) {
      return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
    }
  }

  /** One whole streamed call; what the vendor was sent. */
  private String pass(String path, String body, String content) throws Exception {
    CompletableFuture<HttpResponse<byte[]>> call = post(path, body);
    Vendor.Asking asking = vendor.asked();
    asking.send(STREAM_HEAD);
    asking.chunk(content);
    asking.send("0\r\n\r\n");
    assertThat(call.join().body()).asString().isEqualTo(content);
    return asking.body();
  }
}
