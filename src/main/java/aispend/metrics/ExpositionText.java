// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A rendered exposition in pieces: one array of many megabytes would have to be copied as it grows,
 * and again and again as it is sent, and needs that much heap in one place. One thread writes it;
 * after that any may read it.
 */
public final class ExpositionText {
  private static final int PIECE_BYTES = 64 * 1024;

  private final List<ByteBuffer> full = new ArrayList<>();
  private byte[] piece = new byte[PIECE_BYTES];
  private int used;

  ExpositionText() {}

  void add(byte[] bytes) {
    int taken = 0;
    while (taken < bytes.length) {
      if (used == PIECE_BYTES) {
        full.add(ByteBuffer.wrap(piece).asReadOnlyBuffer());
        piece = new byte[PIECE_BYTES];
        used = 0;
      }
      int some = Math.min(bytes.length - taken, PIECE_BYTES - used);
      System.arraycopy(bytes, taken, piece, used, some);
      taken += some;
      used += some;
    }
  }

  /** Its bytes, in order; each buffer is the caller's own, what it shows is shared. */
  public List<ByteBuffer> pieces() {
    List<ByteBuffer> pieces = new ArrayList<>(full.size() + 1);
    full.forEach(one -> pieces.add(one.duplicate()));
    pieces.add(ByteBuffer.wrap(piece, 0, used).asReadOnlyBuffer());
    return pieces;
  }

  /** All of it in one array. */
  public byte[] bytes() {
    ByteBuffer all = ByteBuffer.allocate(full.size() * PIECE_BYTES + used);
    pieces().forEach(all::put);
    return all.array();
  }
}
