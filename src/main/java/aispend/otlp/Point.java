// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.SeriesReading;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One data point that counts what calls used.
 *
 * @param modality {@code text}, {@code image}, {@code audio}; empty when it is not told
 * @param group what it shares with the points that tell of other tokens and the cost of the same
 *     calls
 * @param series tells its series, and the start of it, from all others
 * @param startNanos when it began to count; 0 when that is not told
 * @param at until when it counted
 * @param running whether the value is a running total since the start
 * @param calls how many measurements are in it; 0 when that is not told
 */
record Point(
    Instrument.Family family,
    Instrument.Role role,
    String modality,
    Attributes said,
    String group,
    SeriesReading.Key series,
    long startNanos,
    long nanos,
    Instant at,
    boolean running,
    BigDecimal value,
    long calls) {

  /** The same with what it grew by instead of a running total. */
  Point grownBy(BigDecimal growth, long moreCalls) {
    return new Point(
        family,
        role,
        modality,
        said,
        group,
        series,
        startNanos,
        nanos,
        at,
        running,
        growth,
        moreCalls);
  }
}
