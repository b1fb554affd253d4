// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.zip.CRC32;

/** Puts packed blocks together to one gzip member (RFC 1952), as every reader understands it. */
final class GzipText {
  /** No name, no time, no extras; made quickly, on no known system. */
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

  /** A last block with nothing in it. */
  private static final byte[] LAST = {3, 0};

  private GzipText() {}

  static byte[] of(List<TextBlock> blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEAD);
    CRC32 crc = new CRC32();
    long length = 0;
    for (TextBlock block : blocks) {
      out.writeBytes(block.deflated());
      block.addTo(crc);
      length += block.length();
    }
    out.writeBytes(LAST);
    writeLittleEndian(out, (int) crc.getValue());
    writeLittleEndian(out, (int) length);
    return out.toByteArray();
  }

  private static void writeLittleEndian(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >>> shift);
    }
  }
}
