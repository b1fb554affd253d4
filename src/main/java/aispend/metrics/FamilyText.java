// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a large family as text, in blocks that are kept from one scrape to the next: a
 * block is written again only when one of its samples changed. Where blocks begin depends on the
 * series alone, so one that is new moves no border but its own. Immutable.
 */
final class FamilyText {
  /** A block is cut at the latest after so many samples; of some hundred bytes each. */
  static final int MOST_SAMPLES = 2_048;

  private final List<Sample> samples;
  private final List<Block> blocks;

  private record Block(List<Sample> samples, TextBlock text) {
    static Block of(List<Sample> samples) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      samples.forEach(sample -> sample.writeTo(text::writeBytes));
      return new Block(List.copyOf(samples), new TextBlock(text.toByteArray()));
    }

    /** Samples are made anew when they change. */
    boolean isOf(List<Sample> others) {
      if (samples.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < others.size(); i++) {
        if (samples.get(i) != others.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private FamilyText(List<Sample> samples, List<Block> blocks) {
    this.samples = samples;
    this.blocks = List.copyOf(blocks);
  }

  /**
   * The text of a family.
   *
   * @param before the same family's text in an earlier scrape
   */
  static FamilyText of(Family family, @Nullable FamilyText before) {
    if (before != null && isSame(before.samples, family.samples())) {
      return before;
    }
    Map<Series, Block> known = new HashMap<>();
    if (before != null) {
      before.blocks.forEach(block -> known.put(block.samples().get(0).series(), block));
    }
    List<Block> blocks = new ArrayList<>();
    List<Sample> samples = family.samples();
    for (int from = 0, until; from < samples.size(); from = until) {
      until = end(samples, from);
      List<Sample> some = samples.subList(from, until);
      Block kept = known.get(some.get(0).series());
      blocks.add(kept != null && kept.isOf(some) ? kept : Block.of(some));
    }
    return new FamilyText(samples, blocks);
  }

  List<TextBlock> blocks() {
    return blocks.stream().map(Block::text).toList();
  }

  /** The very same list; comparing them sample by sample is what shall be saved. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(List<Sample> one, List<Sample> other) {
    return one == other;
  }

  private static int end(List<Sample> samples, int from) {
    int most = Math.min(samples.size(), from + MOST_SAMPLES);
    for (int i = from + 1; i < most; i++) {
      if (samples.get(i).series().beginsBlock()) {
        return i;
      }
    }
    return most;
  }
}
