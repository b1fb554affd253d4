// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Messages of the binary event stream of AWS, with one text header. */
final class Frames {
  private Frames() {}

  static byte[] event(String kind, String payload) {
    return of(":event-type", kind, payload);
  }

  static byte[] of(String header, String value, String payload) {
    byte[] body = payload.getBytes(UTF_8);
    int headers = 1 + header.length() + 3 + value.length();
    ByteBuffer frame = ByteBuffer.allocate(12 + headers + body.length + 4);
    frame.putInt(frame.capacity()).putInt(headers).putInt(crc(frame.array(), 8));
    frame.put((byte) header.length()).put(header.getBytes(UTF_8));
    frame.put((byte) 7).putShort((short) value.length()).put(value.getBytes(UTF_8));
    frame.put(body);
    frame.putInt(crc(frame.array(), frame.position()));
    return frame.array();
  }

  static byte[] joined(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static int crc(byte[] frame, int length) {
    CRC32 crc = new CRC32();
    crc.update(frame, 0, length);
    return (int) crc.getValue();
  }
}
