// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many calls took how long, in buckets whose width grows with the time: each millisecond below
 * 64 has one, and each doubling above has 32. So a time read from it is at most 1/64 of itself
 * away, however many calls there were. Not thread-safe.
 */
public final class LatencyCounts {
  /** By how much of itself a percentile may differ from the true one. */
  public static final BigDecimal RELATIVE_ERROR = new BigDecimal("0.015625");

  private static final int PART_BITS = 5;
  private static final int PARTS = 1 << PART_BITS;

  /** By bucket, as far as any call was counted. */
  private long[] counts = new long[0];

  /** Counts that {@link #text} wrote. */
  static LatencyCounts of(String text) {
    LatencyCounts read = new LatencyCounts();
    read.addAll(text);
    return read;
  }

  /**
   * One more call.
   *
   * @param millis not negative
   */
  public void add(long millis) {
    add(bucket(millis), 1);
  }

  /** All calls that a text of counts tells. */
  void addAll(String text) {
    for (int at = 0; at < text.length(); ) {
      int colon = text.indexOf(':', at);
      int space = text.indexOf(' ', colon);
      int end = space < 0 ? text.length() : space;
      add(Integer.parseInt(text, at, colon, 10), Long.parseLong(text, colon + 1, end, 10));
      at = end + 1;
    }
  }

  /** One call, as {@link #text} writes it; nothing when it does not say how long it took. */
  static String one(@Nullable Long millis) {
    return millis == null ? "" : bucket(millis) + ":1";
  }

  /** Two texts of counts as one. */
  static String together(String one, String two) {
    if (one.isEmpty() || two.isEmpty()) {
      return one + two;
    }
    LatencyCounts both = of(one);
    both.addAll(two);
    return both.text();
  }

  /** By how much counts grew. */
  static String since(String now, String earlier) {
    LatencyCounts grown = of(now);
    long[] before = of(earlier).counts;
    for (int bucket = 0; bucket < before.length; bucket++) {
      if (before[bucket] > 0) {
        grown.add(bucket, -before[bucket]);
      }
    }
    return grown.text();
  }

  /** As the ledger keeps it; nothing is the empty text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        text.append(text.length() == 0 ? "" : " ");
        text.append(bucket).append(':').append(counts[bucket]);
      }
    }
    return text.toString();
  }

  public long count() {
    return Arrays.stream(counts).reduce(0, Math::addExact);
  }

  /**
   * The time within which so many of a hundred calls were done, in milliseconds: that of the call
   * with the nearest rank.
   *
   * @param percent from 1 to 100
   * @throws IllegalStateException when there were no calls
   */
  public long percentile(int percent) {
    long rank = (Math.multiplyExact(count(), percent) + 99) / 100;
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank && seen > 0) {
        return middle(bucket);
      }
    }
    throw new IllegalStateException("no calls were counted");
  }

  private void add(int bucket, long calls) {
    if (bucket >= counts.length) {
      counts = Arrays.copyOf(counts, bucket + PARTS);
    }
    counts[bucket] = Math.addExact(counts[bucket], calls);
  }

  private static int bucket(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("a call took " + millis + " ms; must not be negative");
    }
    int doublings = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(millis) - PART_BITS - 1);
    return (doublings << PART_BITS) + Math.toIntExact(millis >>> doublings);
  }

  private static long middle(int bucket) {
    int doublings = Math.max(0, bucket / PARTS - 1);
    long part = bucket - ((long) doublings << PART_BITS);
    return (part << doublings) + ((1L << doublings) - 1) / 2;
  }
}
