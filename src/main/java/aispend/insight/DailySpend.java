// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spend by UTC day in dollars. History begins with the first day that has any; from then on a day
 * without spend counts as 0.
 *
 * @param first the first day with spend; {@code settledUntil} when no settled day has any
 * @param settledUntil the first day that may still change
 * @param days known spend by day, settled or not; without days that have none
 */
record DailySpend(LocalDate first, LocalDate settledUntil, Map<LocalDate, BigDecimal> days) {
  DailySpend {
    requireNonNull(first, "first");
    requireNonNull(settledUntil, "settledUntil");
    days = Map.copyOf(days);
  }

  static DailySpend of(Map<LocalDate, BigDecimal> days, LocalDate settledUntil) {
    LocalDate first = days.keySet().stream().min(LocalDate::compareTo).orElse(settledUntil);
    return new DailySpend(first.isBefore(settledUntil) ? first : settledUntil, settledUntil, days);
  }

  /** Of sums by day; several of one day are added. */
  static DailySpend of(Collection<SumRow> rows, LocalDate settledUntil) {
    Map<LocalDate, BigDecimal> days = new TreeMap<>();
    for (SumRow row : rows) {
      days.merge(dayOf(row), row.cost().units(), BigDecimal::add);
    }
    return of(days, settledUntil);
  }

  BigDecimal on(LocalDate day) {
    return days.getOrDefault(day, BigDecimal.ZERO);
  }

  /** The sum over days from one to before another. */
  BigDecimal between(LocalDate from, LocalDate until) {
    BigDecimal sum = BigDecimal.ZERO;
    for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
      sum = sum.add(on(day));
    }
    return sum;
  }

  static LocalDate dayOf(SumRow row) {
    return dayOf(requireNonNull(row.bucket(), "bucket"));
  }

  static LocalDate dayOf(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** Whole UTC days as a period to ask for. */
  static ChargePeriod period(LocalDate from, LocalDate until) {
    return new ChargePeriod(
        from.atStartOfDay(ZoneOffset.UTC).toInstant(),
        until.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
