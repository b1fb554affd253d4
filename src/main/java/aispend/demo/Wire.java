// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Puts bytes on the wire, right or wrong. Called on worker threads with blocking exchanges; all
 * methods throw {@link IOException} when the caller has hung up.
 */
final class Wire {
  private static final int HUGE_BYTES = 200_000_000;
  private static final int BOMB_BYTES = 512_000_000;
  private static final int SMALLEST_GZIP = 1024;
  private static final String JSON = "application/json";

  private Wire() {}

  /** A right answer, compressed when the caller can read that. */
  static void send(
      HttpServerExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    begin(exchange, status, JSON);
    headers.forEach((name, value) -> header(exchange, name, value));
    byte[] sent = body;
    String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
    if (accepted != null && accepted.contains("gzip") && body.length >= SMALLEST_GZIP) {
      sent = gzip(body);
      header(exchange, "content-encoding", "gzip");
    }
    write(exchange, sent);
  }

  static void sendHtml(HttpServerExchange exchange) throws IOException {
    begin(exchange, 200, "text/html; charset=utf-8");
    write(
        exchange,
        "<!DOCTYPE html><html><body><h1>Please sign in</h1></body></html>"
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The first half, announced as if it were everything. */
  static void sendTruncated(HttpServerExchange exchange, byte[] body) throws IOException {
    begin(exchange, 200, JSON);
    write(exchange, Arrays.copyOf(body, body.length / 2));
  }

  /** The first half of what was announced, then the connection ends. */
  static void sendCut(HttpServerExchange exchange, byte[] body) throws IOException {
    begin(exchange, 200, JSON);
    exchange.setResponseContentLength(body.length);
    exchange.getOutputStream().write(body, 0, body.length / 2);
    exchange.getOutputStream().flush();
    exchange.getConnection().close();
  }

  static void sendHuge(HttpServerExchange exchange) throws IOException {
    begin(exchange, 200, JSON);
    fill(exchange.getOutputStream(), HUGE_BYTES);
  }

  static void sendBomb(HttpServerExchange exchange) throws IOException {
    begin(exchange, 200, JSON);
    header(exchange, "content-encoding", "gzip");
    fill(new GZIPOutputStream(exchange.getOutputStream()), BOMB_BYTES);
  }

  /** Valid JSON of a size, most of it one long text. */
  private static void fill(OutputStream out, int bytes) throws IOException {
    try (out) {
      byte[] block = new byte[1 << 16];
      Arrays.fill(block, (byte) 'x');
      out.write("{\"data\":[],\"padding\":\"".getBytes(StandardCharsets.UTF_8));
      for (int left = bytes; left > 0; left -= block.length) {
        out.write(block);
      }
      out.write("\"}".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void begin(HttpServerExchange exchange, int status, String type) {
    exchange.setStatusCode(status);
    header(exchange, "content-type", type);
  }

  private static void header(HttpServerExchange exchange, String name, String value) {
    exchange.getResponseHeaders().put(new HttpString(name), value);
  }

  private static void write(HttpServerExchange exchange, byte[] body) throws IOException {
    exchange.setResponseContentLength(body.length);
    try (OutputStream out = exchange.getOutputStream()) {
      out.write(body);
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }
}
