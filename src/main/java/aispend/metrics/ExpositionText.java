// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rendered exposition in pieces: one array of many megabytes would have to be copied as it grows,
 * and again and again as it is sent, and needs that much heap in one place. Blocks that are kept
 * from scrape to scrape are not copied at all. One thread writes it; after that any may read it.
 */
public final class ExpositionText {
  private static final int PIECE_BYTES = 64 * 1024;

  private final List<TextBlock> blocks = new ArrayList<>();
  private final byte[] piece = new byte[PIECE_BYTES];
  private int used;

  ExpositionText() {}

  void add(byte[] bytes) {
    int taken = 0;
    while (taken < bytes.length) {
      if (used == PIECE_BYTES) {
        endPiece();
      }
      int some = Math.min(bytes.length - taken, PIECE_BYTES - used);
      System.arraycopy(bytes, taken, piece, used, some);
      taken += some;
      used += some;
    }
  }

  void add(TextBlock block) {
    if (used > 0) {
      endPiece();
    }
    blocks.add(block);
  }

  /** Its bytes, in order; each buffer is the caller's own, what it shows is shared. */
  public List<ByteBuffer> pieces() {
    return whole().stream().map(TextBlock::plain).toList();
  }

  /** All of it as one gzip member; packs only blocks that were not packed before. */
  public byte[] gzip() {
    return GzipText.of(whole());
  }

  /** All of it in one array. */
  public byte[] bytes() {
    List<TextBlock> whole = whole();
    ByteBuffer all = ByteBuffer.allocate(whole.stream().mapToInt(TextBlock::length).sum());
    whole.forEach(block -> all.put(block.plain()));
    return all.array();
  }

  private void endPiece() {
    blocks.add(new TextBlock(Arrays.copyOf(piece, used)));
    used = 0;
  }

  private List<TextBlock> whole() {
    List<TextBlock> whole = new ArrayList<>(blocks);
    whole.add(new TextBlock(Arrays.copyOf(piece, used)));
    return whole;
  }
}
