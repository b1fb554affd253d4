// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.usage.AnswerReader;
import okio.Buffer;

/** Shows bytes to a reader without taking them. */
final class Passing {
  private static final int PIECE = 8192;

  private Passing() {}

  static void show(Buffer buffer, long offset, long byteCount, AnswerReader reader) {
    Buffer shared = new Buffer(); // of the same memory, not a copy
    buffer.copyTo(shared, offset, byteCount);
    byte[] piece = new byte[(int) Math.min(PIECE, byteCount)];
    for (int read = shared.read(piece); read > 0; read = shared.read(piece)) {
      reader.take(piece, 0, read);
    }
  }
}
