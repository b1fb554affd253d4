// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * One period of a budget: a calendar hour, day, week or month of the budget's zone, so a day may
 * have 23 or 25 hours.
 *
 * @param label which one it is: {@code 2026-11}, {@code 2026-W47}, {@code 2026-11-21}, {@code
 *     2026-11-21T07+05:45}
 * @param start its first instant
 * @param end the first instant after it
 */
record BudgetCycle(String label, Instant start, Instant end) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHXXX", Locale.ROOT);

  /** How long it lasts; months, and days of a clock change, differ. */
  Duration length() {
    return Duration.between(start, end);
  }

  /** The period that holds an instant. */
  static BudgetCycle at(BudgetConfig.Cycle cycle, Instant now) {
    ZonedDateTime local = now.atZone(cycle.zone());
    ZonedDateTime day = local.toLocalDate().atStartOfDay(cycle.zone());
    return switch (cycle.period()) {
      case HOUR -> {
        ZonedDateTime hour = local.truncatedTo(ChronoUnit.HOURS);
        yield new BudgetCycle(
            HOUR.format(hour), hour.toInstant(), hour.plus(1, ChronoUnit.HOURS).toInstant());
      }
      case DAY ->
          new BudgetCycle(
              local.toLocalDate().toString(), day.toInstant(), startOf(day.plusDays(1)));
      case WEEK -> {
        ZonedDateTime monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield new BudgetCycle(week(monday), startOf(monday), startOf(monday.plusWeeks(1)));
      }
      case MONTH -> {
        ZonedDateTime first = day.withDayOfMonth(1);
        yield new BudgetCycle(
            first.toLocalDate().toString().substring(0, 7),
            startOf(first),
            startOf(first.plusMonths(1)));
      }
    };
  }

  /** The day's first instant, which is not midnight where the clock skips it. */
  private static Instant startOf(ZonedDateTime day) {
    return day.toLocalDate().atStartOfDay(day.getZone()).toInstant();
  }

  private static String week(ZonedDateTime monday) {
    return "%d-W%02d"
        .formatted(
            monday.get(IsoFields.WEEK_BASED_YEAR), monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }
}
