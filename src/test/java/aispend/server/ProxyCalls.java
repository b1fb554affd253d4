// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.awaitility.Awaitility.await;

import aispend.config.ProxyConfig;
import aispend.config.UpstreamConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Calls through a daemon's proxy to a vendor of the test's own. The test starts the daemon. */
abstract class ProxyCalls {
  static final String KEY = "sk-proj-0123456789abcdefABCDEF";
  static final String CHAT = "/proxy/openai/v1/chat/completions";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  Vendor vendor;
  Daemon daemon;

  @BeforeEach
  void open() throws IOException {
    vendor = new Vendor();
    daemon = new Daemon(folder);
    lead(false);
  }

  @AfterEach
  void close() throws IOException {
    vendor.close();
    daemon.close();
  }

  final void lead(boolean includeUsage) {
    daemon.proxied =
        new ProxyConfig(
            true,
            daemon.proxied.limits(),
            Map.of("openai", new UpstreamConfig("openai", vendor.url(), "openai", includeUsage)));
  }

  final String metrics() throws Exception {
    return daemon.get("/metrics").body();
  }

  final void awaitMetric(String line) {
    await().atMost(Duration.ofSeconds(20)).until(() -> metrics().contains(line));
  }

  final void awaitRequests(String model, String outcome) {
    awaitMetric(
        "aispend_requests_total{source=\"proxy\",provider=\"openai\",model=\""
            + model
            + "\",outcome=\""
            + outcome
            + "\"} 1\n");
  }

  final URI uri(String path) {
    return URI.create("http://127.0.0.1:" + daemon.server().port() + path);
  }

  final HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  final CompletableFuture<HttpResponse<byte[]>> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  final CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  final CompletableFuture<HttpResponse<InputStream>> stream(String path, String body) {
    return client.sendAsync(
        request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  /** A caller who may leave at any time. */
  final Socket raw(String path, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.server().port());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(
            ("POST "
                    + path
                    + " HTTP/1.1\r\nHost: x\r\nx-last: 1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
