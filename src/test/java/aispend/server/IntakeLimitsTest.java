// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are too large, too slow or too many: memory and time stay bounded. */
@Timeout(120)
class IntakeLimitsTest {
  private static final String HEAD =
      """
      POST /api/events HTTP/1.1\r
      Host: x\r
      Content-Type: application/json\r
      """;

  @TempDir private Path folder;
  private final List<Socket> sockets = new ArrayList<>();
  private Daemon daemon;

  @BeforeEach
  void open() {
    daemon = new Daemon(folder);
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    daemon.close();
  }

  @Test
  void gigabyteBody_is413AndIsNotReadToItsEnd() throws Exception {
    daemon.start(1 << 20, Duration.ofSeconds(60));
    Socket socket = connect(HEAD + "Content-Length: 1073741824\r\n\r\n");

    assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");

    assertThat(bytesTaken(socket)).isLessThan(64L << 20);
  }

  @Test
  void endlessBody_is413AndIsNotReadToItsEnd() throws Exception {
    daemon.start(4 << 20, Duration.ofSeconds(60));
    Socket socket = connect(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
    String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
    for (int i = 0; i < 17; i++) {
      write(socket, chunk);
    }

    assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");

    assertThat(bytesTaken(socket)).isLessThan(64L << 20);
  }

  @Test
  void bodyOneByteAboveTheLimit_isSentWholeAndThenAnswered413() throws Exception {
    daemon.start(4 << 20, Duration.ofSeconds(60));
    int bytes = (1 << 20) + 1;
    Socket socket = connect(HEAD + "Connection: close\r\nContent-Length: " + bytes + "\r\n\r\n");

    for (int sent = 0; sent < bytes; sent += 4_096) {
      write(socket, " ".repeat(Math.min(4_096, bytes - sent)));
    }

    assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
    assertThat(rest(socket)).contains("larger than max_body_bytes, 1048576");
  }

  @Test
  void chunksOneByteAboveTheLimit_areSentWholeAndTheConnectionIsKept() throws Exception {
    daemon.start(4 << 20, Duration.ofSeconds(60));
    Socket socket = connect(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 17; i++) {
      write(socket, "10000\r\n" + " ".repeat(65_536) + "\r\n");
    }
    write(socket, "0\r\n\r\nGET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
    assertThat(rest(socket)).contains("larger than max_body_bytes").contains("HTTP/1.1 200");
  }

  @Test
  void bodyWhoseSenderAsksFirst_is413BeforeItIsSent() throws Exception {
    daemon.start(4 << 20, Duration.ofSeconds(60));
    Socket socket = connect(HEAD + "Content-Length: 1048577\r\nExpect: 100-continue\r\n\r\n");

    assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
  }

  @Test
  void restOfATooLargeBodyThatDoesNotCome_is413AfterAShortWhile() throws Exception {
    daemon.start(4 << 20, Duration.ofSeconds(60));
    Socket socket = connect(HEAD + "Content-Length: 1048577\r\n\r\nabc");

    assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
    assertThat(rest(socket)).contains("Connection: close");
  }

  @Test
  void bodiesBeyondTheBudget_are429AndOthersFreeIt() throws Exception {
    daemon.start(1_000, Duration.ofSeconds(60));
    Socket half = connect(HEAD + "Content-Length: 1000\r\n\r\n" + " ".repeat(900));
    await().until(() -> post(" ".repeat(300)).statusCode() == 429);

    assertThat(post(" ".repeat(300)).headers().firstValue("Retry-After")).hasValue("1");
    assertThat(daemon.get("/-/healthy").statusCode()).isEqualTo(200);

    half.close();
    await().until(() -> post(" ".repeat(300)).statusCode() == 400);
    for (int i = 0; i < 20; i++) {
      assertThat(post(" ".repeat(900)).statusCode()).as("each frees what it took").isEqualTo(400);
    }
  }

  @Test
  void announcedBytesThatDoNotCome_takeNothing() throws Exception {
    daemon.start(2_000, Duration.ofSeconds(60));
    for (int i = 0; i < 50; i++) {
      connect(HEAD + "Content-Length: 1000000\r\n\r\n");
    }

    assertThat(post(" ".repeat(1_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void halfABodyAndSilence_endsByTheDeadlineAndFreesItsBudget() throws Exception {
    daemon.start(1_000, Duration.ofMillis(1_500));
    Socket half = connect(HEAD + "Content-Length: 1000\r\n\r\n" + " ".repeat(900));
    await().until(() -> post(" ".repeat(300)).statusCode() == 429);

    assertThat(half.getInputStream().read()).as("closed without an answer").isEqualTo(-1);

    await().until(() -> post(" ".repeat(300)).statusCode() == 400);
  }

  @Test
  void thousandIdleConnections_keepNobodyWaiting() throws Exception {
    daemon.start(1 << 20, Duration.ofSeconds(60));
    for (int i = 0; i < 1_000; i++) {
      connect(i % 2 == 0 ? "" : HEAD);
    }

    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(post("[]").statusCode()).isEqualTo(200);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return daemon.send("POST", "/api/events", body, "Content-Type", "application/json");
  }

  private Socket connect(String sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.server().port());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    write(socket, sent);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** How much of a gigabyte goes out before the other side closes. */
  private static long bytesTaken(Socket socket) throws IOException {
    byte[] piece = new byte[65_536];
    OutputStream out = socket.getOutputStream();
    for (long taken = 0; taken < 1L << 30; taken += piece.length) {
      try {
        out.write(piece);
      } catch (IOException e) {
        return taken;
      }
    }
    return 1L << 30;
  }

  /** All that comes until the other side closes. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = socket.getInputStream().read();
    while (c >= 0 && c != '\r') {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString();
  }
}
