// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.api.Download;
import io.undertow.Undertow;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that are written while they are sent. */
@Timeout(60)
class StreamSendingTest {
  private static final String PART = "0123456789".repeat(10_000);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch begun = new CountDownLatch(4);
  private final CountDownLatch released = new CountDownLatch(1);
  private Undertow server;

  @BeforeEach
  void start() {
    Router router =
        new Router(
            List.of(
                file("/whole", this::whole),
                file("/broken", this::broken),
                file("/slow", this::slow)),
            new Authenticator(List.of(), List.of()),
            new BodyReading(new BodyLimits(1_024, 1_024, Duration.ofSeconds(5))),
            Runnable::run);
    server = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(router).build();
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop();
  }

  @Test
  void file_comesWholeWithItsName() throws Exception {
    HttpResponse<String> answer = client.send(get("/whole"), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(PART + PART);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"a.csv\"");
    assertThat(answer.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
  }

  @Test
  void head_getsNoBody() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(uri("/broken"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();

    HttpResponse<String> answer = client.send(head, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void fileThatBreaksOff_isNoWholeAnswer() {
    assertThatThrownBy(() -> client.send(get("/broken"), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void oneTooMany_isAskedToComeAgainUntilAnotherEnds() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      slow.add(client.sendAsync(get("/slow"), BodyHandlers.ofString()));
    }
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    HttpResponse<String> refused = client.send(get("/whole"), BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");

    released.countDown();
    for (CompletableFuture<HttpResponse<String>> one : slow) {
      assertThat(one.get(30, TimeUnit.SECONDS).body()).isEqualTo(PART);
    }
    assertThat(client.send(get("/whole"), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static Route file(String path, Download.Content content) {
    return Route.get(path, null, request -> Reply.of(new Download("text/csv", "a.csv", content)))
        .streaming();
  }

  private void whole(OutputStream out) throws IOException {
    out.write((PART + PART).getBytes(StandardCharsets.UTF_8));
  }

  private void broken(OutputStream out) throws IOException {
    out.write(PART.getBytes(StandardCharsets.UTF_8));
    throw new IllegalStateException("the ledger is gone");
  }

  private void slow(OutputStream out) throws IOException {
    begun.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IOException("nobody released it", e);
    }
    out.write(PART.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  private URI uri(String path) {
    int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
