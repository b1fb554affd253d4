// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A settled UTC day of one part of the spend against the settled days before it. Both sides are
 * settled, so late data can delay it and cannot fake it.
 *
 * @param scope {@code org}, {@code provider}, {@code project}, {@code model} or {@code feature}
 * @param name which of them; {@code all} for {@code org}
 * @param day which day
 * @param observed what it cost
 * @param expected the mean of the seven days before, or that of the same weekday of the four weeks
 *     before where at least two of them are in the history and it is more: what is usual on a
 *     Monday is no anomaly
 * @param zscore how many sample standard deviations of these days observed is away from expected. A
 *     deviation counts at least {@link #LEAST_SHARE} of what is expected and at least {@link
 *     #LEAST_DOLLARS}, so that a week of equal days does not make every cent an anomaly
 */
public record Anomaly(
    String scope, String name, LocalDate day, Money observed, Money expected, BigDecimal zscore) {
  static final int DAYS_BEFORE = 7;
  static final int WEEKS_BEFORE = 4;

  /** So many of the same weekday are a measure. */
  static final int LEAST_WEEKDAYS = 2;

  static final BigDecimal LEAST_SHARE = new BigDecimal("0.05");
  static final BigDecimal LEAST_DOLLARS = new BigDecimal("0.01");

  public Anomaly {
    requireNonNull(scope, "scope");
    requireNonNull(name, "name");
    requireNonNull(day, "day");
    requireNonNull(observed, "observed");
    requireNonNull(expected, "expected");
    requireNonNull(zscore, "zscore");
  }

  /** The last settled day; empty when the history has not seven settled days before it. */
  static Optional<Anomaly> of(String scope, String name, DailySpend spend) {
    return on(scope, name, spend, spend.settledUntil().minusDays(1));
  }

  /** Any settled day; empty when the history has not seven days before it. */
  static Optional<Anomaly> on(String scope, String name, DailySpend spend, LocalDate day) {
    LocalDate start = day.minusDays(DAYS_BEFORE);
    if (spend.first().isAfter(start) || !day.isBefore(spend.settledUntil())) {
      return Optional.empty();
    }
    BigDecimal mean =
        spend.between(start, day).divide(BigDecimal.valueOf(DAYS_BEFORE), WeekdayModel.PRECISION);
    BigDecimal expected = sameWeekday(spend, day).map(mean::max).orElse(mean);
    BigDecimal away = spend.on(day).subtract(expected);
    BigDecimal deviation =
        deviation(spend, start, mean).max(mean.abs().multiply(LEAST_SHARE)).max(LEAST_DOLLARS);
    return Optional.of(
        new Anomaly(
            scope,
            name,
            day,
            Money.of(spend.on(day), "USD"),
            Money.of(expected, "USD"),
            away.divide(deviation, MathContext.DECIMAL64)));
  }

  /** Whether it is more than the configuration lets pass. */
  boolean exceeds(AnomalyRules rules) {
    BigDecimal most = expected.units().multiply(BigDecimal.ONE.add(rules.aboveAverage()));
    return observed.units().compareTo(most) > 0
        && observed.minus(expected).compareTo(rules.min()) > 0
        && zscore.compareTo(rules.deviations()) > 0;
  }

  private static Optional<BigDecimal> sameWeekday(DailySpend spend, LocalDate day) {
    BigDecimal sum = BigDecimal.ZERO;
    int count = 0;
    for (int week = 1; week <= WEEKS_BEFORE; week++) {
      LocalDate same = day.minusWeeks(week);
      if (!same.isBefore(spend.first())) {
        sum = sum.add(spend.on(same));
        count++;
      }
    }
    return count < LEAST_WEEKDAYS
        ? Optional.empty()
        : Optional.of(sum.divide(BigDecimal.valueOf(count), WeekdayModel.PRECISION));
  }

  private static BigDecimal deviation(DailySpend spend, LocalDate start, BigDecimal mean) {
    BigDecimal squares = BigDecimal.ZERO;
    for (int i = 0; i < DAYS_BEFORE; i++) {
      BigDecimal away = spend.on(start.plusDays(i)).subtract(mean);
      squares = squares.add(away.multiply(away));
    }
    return squares
        .divide(BigDecimal.valueOf(DAYS_BEFORE - 1L), WeekdayModel.PRECISION)
        .sqrt(WeekdayModel.PRECISION);
  }
}
