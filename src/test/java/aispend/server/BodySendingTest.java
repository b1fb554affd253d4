// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Gauge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An answer that is larger than what the network takes at once. */
@Timeout(60)
class BodySendingTest {
  private static final int SERIES = 60_000;

  @TempDir private Path folder;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon(folder);
    Gauge many =
        Gauge.build("many", "Enough for some megabytes.")
            .labelNames("number")
            .register(daemon.telemetry.registry());
    for (int i = 0; i < SERIES; i++) {
      many.labels("a-label-that-is-not-short-and-ends-in-" + i).set(i);
    }
    daemon.start();
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void slowReader_getsAllOfItAndKeepsTheConnection() throws Exception {
    try (Socket socket = connect()) {
      String[] first = read(ask(socket, ""), 4_096);

      assertThat(numbers(first[1])).hasSize(SERIES).doesNotHaveDuplicates();
      assertThat(read(ask(socket, ""), 65_536)[0]).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void packed_isTheSameAndItsLengthIsTold() throws Exception {
    try (Socket socket = connect()) {
      InputStream in = ask(socket, "Accept-Encoding: gzip\r\n");
      String head = head(in);

      assertThat(head).contains("Content-Encoding: gzip").contains("Vary: Accept, Accept-Encoding");
      String body = unpacked(in.readNBytes(length(head)));
      assertThat(numbers(body)).hasSize(SERIES).doesNotHaveDuplicates();
      assertThat(read(ask(socket, ""), 65_536)[0]).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void packedWhileItIsSent_isTheSame() throws Exception {
    try (Socket socket = connect()) {
      InputStream in =
          ask(socket, "/api/openapi.json", "Accept-Encoding: gzip\r\nConnection: close\r\n");
      String head = head(in);

      assertThat(head).contains("Content-Encoding: gzip").doesNotContain("chunked");
      assertThat(unpacked(in.readAllBytes())).startsWith("{").contains("/api/events");
    }
  }

  @Test
  void gzipRefused_isPlain() throws Exception {
    try (Socket socket = connect()) {
      String head = read(ask(socket, "Accept-Encoding: gzip;q=0\r\n"), 65_536)[0];

      assertThat(head).doesNotContain("Content-Encoding");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.server().port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static InputStream ask(Socket socket, String headers) throws IOException {
    return ask(socket, "/metrics", headers);
  }

  private static InputStream ask(Socket socket, String path, String headers) throws IOException {
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n").getBytes(UTF_8));
    return socket.getInputStream();
  }

  private static String unpacked(byte[] packed) throws IOException {
    return new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), UTF_8);
  }

  private static int length(String head) {
    return Integer.parseInt(head.replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1"));
  }

  /** The head and the body, which is read in small steps. */
  private static String[] read(InputStream in, int step) throws IOException {
    String head = head(in);
    int length = length(head);
    byte[] body = new byte[length];
    for (int got = 0; got < length; got += Math.min(step, length - got)) {
      int wanted = Math.min(step, length - got);
      assertThat(in.readNBytes(body, got, wanted)).isEqualTo(wanted);
    }
    return new String[] {head, new String(body, UTF_8)};
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  private static List<String> numbers(String text) {
    return text.lines().filter(line -> line.startsWith("many{")).toList();
  }
}
