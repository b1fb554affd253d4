// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.util.NavigableSet;

/**
 * Where in time a charge is posted: strictly inside the UTC hour that its middle counts into, at
 * its half; while the charge period is still open, at now, kept inside the period and the day. All
 * in epoch milliseconds.
 */
final class Stamps {
  static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final long EDGE = 1_000;

  private Stamps() {}

  /** The wanted stamp of a charge, never on the edge of an hour. */
  static long wanted(ChargePeriod period, Instant now) {
    long middle = period.middle().toEpochMilli();
    long hour = floor(middle, HOUR);
    long day = floor(middle, DAY);
    // A charge of at most an hour counts into one hour, and is open as long as that hour.
    boolean ofHour = period.duration().toMillis() <= HOUR;
    long start = ofHour ? hour : Math.max(Math.min(period.start().toEpochMilli(), hour), day);
    long end =
        ofHour
            ? hour + HOUR
            : Math.min(Math.max(period.end().toEpochMilli(), hour + HOUR), day + DAY);
    if (end <= now.toEpochMilli()) {
      return hour + HOUR / 2;
    }
    return inside(clamp(now.toEpochMilli(), start + EDGE, end - EDGE));
  }

  /** The start of the hour of a stamp. */
  static long hourOf(long stamp) {
    return floor(stamp, HOUR);
  }

  /**
   * The next free stamp of an hour: the wanted one, or after the last; where that would leave the
   * hour, before the first.
   *
   * @param taken the stamps of the series
   */
  static long free(long wanted, NavigableSet<Long> taken) {
    long hour = hourOf(wanted);
    NavigableSet<Long> ofHour = taken.subSet(hour, true, hour + HOUR, false);
    if (ofHour.isEmpty()) {
      return wanted;
    }
    long next = Math.max(wanted, ofHour.last() + 1);
    if (next < hour + HOUR) {
      return next;
    }
    long earlier = ofHour.first() - 1;
    if (earlier > hour) {
      return earlier;
    }
    throw new ArithmeticException("an hour's postings of one series are full");
  }

  private static long inside(long stamp) {
    long hour = hourOf(stamp);
    return clamp(stamp, hour + EDGE, hour + HOUR - EDGE);
  }

  private static long clamp(long value, long least, long most) {
    return Math.max(least, Math.min(value, most));
  }

  private static long floor(long value, long step) {
    return value - Math.floorMod(value, step);
  }
}
