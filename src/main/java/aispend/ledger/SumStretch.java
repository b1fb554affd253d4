// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the sums of a part of a period stand.
 *
 * @param table of sums by the hour or by the day
 * @param from its first second
 * @param until the second after its last
 */
record SumStretch(String table, long from, long until) {
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  /**
   * Cuts a period, widened to whole hours, into whole days and the hours around them.
   *
   * @param tables what the names of both tables begin with: {@code cube} or {@code value}
   */
  static List<SumStretch> of(String tables, ChargePeriod period) {
    long from = start(period);
    long until = end(period);
    long firstDay = -floor(-from, DAY);
    long lastDay = floor(until, DAY);
    if (firstDay >= lastDay) {
      return hours(tables, period);
    }
    List<SumStretch> stretches = new ArrayList<>();
    stretches.add(new SumStretch(tables + "_day", firstDay, lastDay));
    if (from < firstDay) {
      stretches.add(new SumStretch(tables + "_hour", from, firstDay));
    }
    if (lastDay < until) {
      stretches.add(new SumStretch(tables + "_hour", lastDay, until));
    }
    return stretches;
  }

  /** The same for an answer by total, day or hour; what is asked by the hour has no days. */
  static List<SumStretch> of(String tables, ChargePeriod period, SumQuery.Granularity granularity) {
    return granularity == SumQuery.Granularity.HOUR ? hours(tables, period) : of(tables, period);
  }

  private static List<SumStretch> hours(String tables, ChargePeriod period) {
    return List.of(new SumStretch(tables + "_hour", start(period), end(period)));
  }

  /** The beginning of the period's first hour. */
  static long start(ChargePeriod period) {
    return floor(period.start().getEpochSecond(), HOUR);
  }

  /** The end of the period's last hour. */
  static long end(ChargePeriod period) {
    return -floor(-period.end().getEpochSecond(), HOUR);
  }

  private static long floor(long value, long width) {
    return value - Math.floorMod(value, width);
  }
}
