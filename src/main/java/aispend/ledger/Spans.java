// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a period into whole days, which daily sums know, and the hours around them.
 *
 * @param table how the name of the sums ends: {@code _day} or {@code _hour}
 * @param from first second of it
 * @param until the first second after it
 */
record Spans(String table, long from, long until) {
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  /** The first second of a period's first hour. */
  static long from(ChargePeriod period) {
    return floor(period.start().getEpochSecond(), HOUR);
  }

  /** The first second after a period's last hour. */
  static long until(ChargePeriod period) {
    return -floor(-period.end().getEpochSecond(), HOUR);
  }

  static List<Spans> of(ChargePeriod period, SumQuery.Granularity granularity) {
    long from = from(period);
    long until = until(period);
    long firstDay = -floor(-from, DAY);
    long lastDay = floor(until, DAY);
    if (granularity == SumQuery.Granularity.HOUR || firstDay >= lastDay) {
      return List.of(new Spans("_hour", from, until));
    }
    List<Spans> spans = new ArrayList<>();
    spans.add(new Spans("_day", firstDay, lastDay));
    if (from < firstDay) {
      spans.add(new Spans("_hour", from, firstDay));
    }
    if (lastDay < until) {
      spans.add(new Spans("_hour", lastDay, until));
    }
    return spans;
  }

  private static long floor(long seconds, long unit) {
    return seconds - Math.floorMod(seconds, unit);
  }
}
