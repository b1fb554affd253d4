// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * How far a counter that an application reports as a running total has come. What it grew by from
 * one reading to the next is booked; so the last one is kept beside what was booked.
 *
 * @param key which counter
 * @param after the time of the reading it follows on, in nanoseconds since 1970; {@link #NONE} for
 *     the first one
 * @param at its own time, in nanoseconds since 1970
 * @param total what the counter stood at
 * @param calls how many measurements were in it; 0 where that is not told
 */
public record SeriesReading(Key key, long after, long at, BigDecimal total, long calls) {
  /** The reading that the first one follows on. */
  public static final long NONE = 0;

  /**
   * Tells a counter, and the life of the process that counts, from all others.
   *
   * @param high the first 8 bytes of a digest
   * @param low the next 8
   */
  public record Key(long high, long low) {}

  public SeriesReading {
    requireNonNull(key, "key");
    requireNonNull(total, "total");
    if (at <= after) {
      throw new IllegalArgumentException("a reading of " + at + " does not follow on " + after);
    }
  }
}
