// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowClientsTest {
  private static final int CLIENTS = 300;

  @TempDir private Path folder;

  @Test
  void halfSentRequests_keepNobodyWaiting() throws Exception {
    List<Socket> halves = new ArrayList<>();
    try (Daemon daemon = new Daemon(folder).start()) {
      for (int i = 0; i < CLIENTS; i++) {
        halves.add(half(daemon.server().port(), i % 2 == 0));
      }

      long begin = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(daemon.get("/-/healthy").statusCode()).isEqualTo(200);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  @Test
  void bodyWithoutLength_isCutOffAtTheLimit() throws Exception {
    try (Daemon daemon = new Daemon(folder).start();
        Socket socket = connect(daemon.server().port())) {
      send(
          socket,
          """
          POST /-/alerts HTTP/1.1\r
          Host: x\r
          Content-Type: application/json\r
          Transfer-Encoding: chunked\r
          \r
          """);
      send(socket, "1000\r\n" + "x".repeat(4_096) + "\r\n");
      send(socket, "10\r\n" + "x".repeat(16) + "\r\n");

      assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void headersWithoutEnd_areRefused() throws Exception {
    try (Daemon daemon = new Daemon(folder).start();
        Socket socket = connect(daemon.server().port())) {
      send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n");

      assertThat(firstLine(socket)).doesNotContain("200");
      assertThat(daemon.get("/-/healthy").statusCode()).isEqualTo(200);
    }
  }

  /** A request whose headers, or whose body, never end. */
  private static Socket half(int port, boolean headers) throws IOException {
    Socket socket = connect(port);
    send(
        socket,
        headers
            ? "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Wait"
            : """
              POST /-/alerts HTTP/1.1\r
              Host: x\r
              Content-Type: application/json\r
              Content-Length: 1000\r
              \r
              {"al""");
    return socket;
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString();
  }
}
