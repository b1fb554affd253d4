// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A run of rendered text, and the same packed once it was asked for: deflated by itself up to a
 * byte's border, so that it fits anywhere into a larger packed text. Any thread may read it.
 */
final class TextBlock {
  /** The quickest level: it makes an exposition a tenth as large. */
  private static final int LEVEL = 1;

  private static final int BUFFER_BYTES = 8 * 1024;

  private final byte[] text;
  private volatile byte @Nullable [] deflated;

  /** Takes the array for itself. */
  TextBlock(byte[] text) {
    this.text = text;
  }

  int length() {
    return text.length;
  }

  ByteBuffer plain() {
    return ByteBuffer.wrap(text).asReadOnlyBuffer();
  }

  void addTo(CRC32 crc) {
    crc.update(text);
  }

  /** The text in blocks of RFC 1951, none of them marked as the last; not to be changed. */
  byte[] deflated() {
    byte[] known = deflated;
    if (known == null) {
      known = deflate(text);
      deflated = known;
    }
    return known;
  }

  private static byte[] deflate(byte[] text) {
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      deflater.setInput(text);
      ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER_BYTES);
      byte[] buffer = new byte[BUFFER_BYTES];
      int some;
      do {
        some = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, some);
      } while (some == buffer.length);
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
