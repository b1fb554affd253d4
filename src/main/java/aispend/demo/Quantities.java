// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.Arrays;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Counts of everything that can be counted; immutable, none negative. */
final class Quantities {
  static final Quantities NONE = new Quantities(new long[Quantity.values().length]);

  private static final Quantity[] ALL = Quantity.values();

  private final long[] counts;

  private Quantities(long[] counts) {
    this.counts = counts;
  }

  static Quantities of(Map<Quantity, Long> counts) {
    long[] all = new long[ALL.length];
    counts.forEach((quantity, count) -> all[quantity.slot()] = count);
    return new Quantities(all);
  }

  long of(Quantity quantity) {
    return counts[quantity.slot()];
  }

  /** The sum of several, for vendor fields that add disjoint kinds up. */
  long of(Quantity first, Quantity... more) {
    long sum = of(first);
    for (Quantity quantity : more) {
      sum += of(quantity);
    }
    return sum;
  }

  boolean isEmpty() {
    return Arrays.stream(counts).allMatch(count -> count == 0);
  }

  Quantities plus(Quantities other) {
    long[] sums = new long[ALL.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.addExact(counts[i], other.counts[i]);
    }
    return new Quantities(sums);
  }

  /** Each count times a fraction, rounded down; levels stay. */
  Quantities times(long numerator, long denominator) {
    return numerator == denominator
        ? this
        : map(count -> Math.multiplyExact(count, numerator) / denominator);
  }

  /**
   * What falls into some minutes of an hour whose whole this is. Shares of consecutive stretches
   * add up to the share of the whole stretch; levels stay.
   *
   * @param from first minute, 0..60
   * @param to first minute after, 0..60
   */
  Quantities minutes(int from, int to) {
    return from == 0 && to == 60 ? this : map(count -> count * to / 60 - count * from / 60);
  }

  /**
   * One of several parts, which add up to the whole.
   *
   * @param part from 0 to one less than {@code of}
   */
  Quantities part(int part, int of) {
    return map(count -> count * (part + 1) / of - count * part / of);
  }

  private Quantities map(LongUnaryOperator change) {
    long[] changed = counts.clone();
    for (int i = 0; i < changed.length; i++) {
      if (!ALL[i].isLevel()) {
        changed[i] = change.applyAsLong(counts[i]);
      }
    }
    return new Quantities(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantities quantities && Arrays.equals(counts, quantities.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
