// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.model.ChargePeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The windows of the window gauges, in whole UTC hours. A rolling window holds its full hours and
 * the running one, so that it never starts at nothing; a calendar window ends with its running day,
 * as daily amounts stand at noon.
 */
enum Window {
  HOUR("1h"),
  DAY("24h"),
  TODAY("today"),
  YESTERDAY("yesterday"),
  WEEK("7d"),
  THIRTY_DAYS("30d"),
  MONTH_TO_DATE("mtd"),
  /** Last month up to the same elapsed time, at most all of it. */
  PREVIOUS_MONTH_TO_DATE("prev_mtd"),
  LAST_MONTH("last_month");

  private final String label;

  Window(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  ChargePeriod period(Instant now) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    Instant tomorrow = today.plus(1, ChronoUnit.DAYS);
    return switch (this) {
      case HOUR -> rolling(now, Duration.ofHours(1));
      case DAY -> rolling(now, Duration.ofHours(24));
      case TODAY -> new ChargePeriod(today, tomorrow);
      case YESTERDAY -> new ChargePeriod(today.minus(1, ChronoUnit.DAYS), today);
      case WEEK -> rolling(now, Duration.ofDays(7));
      case THIRTY_DAYS -> rolling(now, Duration.ofDays(30));
      case MONTH_TO_DATE -> new ChargePeriod(monthStart(now, 0), tomorrow);
      case PREVIOUS_MONTH_TO_DATE -> previousMonthToDate(now);
      case LAST_MONTH -> new ChargePeriod(monthStart(now, 1), monthStart(now, 0));
    };
  }

  private static ChargePeriod rolling(Instant now, Duration length) {
    ChargePeriod running = ChargePeriod.hourOf(now);
    return new ChargePeriod(running.start().minus(length), running.end());
  }

  private static ChargePeriod previousMonthToDate(Instant now) {
    Instant thisMonth = monthStart(now, 0);
    Instant start = monthStart(now, 1);
    Instant end = start.plus(Duration.between(thisMonth, ChargePeriod.hourOf(now).end()));
    return new ChargePeriod(start, end.isAfter(thisMonth) ? thisMonth : end);
  }

  private static Instant monthStart(Instant now, int monthsBack) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC)
        .withDayOfMonth(1)
        .minusMonths(monthsBack)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }
}
