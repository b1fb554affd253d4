// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One sample by remote write 1.0, made by hand: one series without labels but its name. */
final class TinyWrite {
  private TinyWrite() {}

  /** Sends the sample; gives the answer's status. */
  static int send(String url, String name, double value, Instant at)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(snappy(request(name, value, at))))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static byte[] request(String name, double value, Instant at) {
    byte[] label =
        joined(
            field(1, "__name__".getBytes(StandardCharsets.UTF_8)),
            field(2, name.getBytes(StandardCharsets.UTF_8)));
    byte[] number =
        ByteBuffer.allocate(9)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 9)
            .putDouble(value)
            .array();
    byte[] sample = joined(number, joined(new byte[] {16}, varint(at.toEpochMilli())));
    return field(1, joined(field(1, label), field(2, sample)));
  }

  /** A length-delimited field. */
  private static byte[] field(int number, byte[] content) {
    return joined(joined(new byte[] {(byte) ((number << 3) | 2)}, varint(content.length)), content);
  }

  /** Snappy's block format with one literal of at most 256 bytes, which compresses nothing. */
  private static byte[] snappy(byte[] content) {
    byte[] literal = {(byte) (60 << 2), (byte) (content.length - 1)};
    return joined(varint(content.length), joined(literal, content));
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while (rest > 127) {
      out.write((int) ((rest & 127) | 128));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] then) {
    return ByteBuffer.allocate(first.length + then.length).put(first).put(then).array();
  }
}
