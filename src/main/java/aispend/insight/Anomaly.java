// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The last settled UTC day of one part of the spend against the seven settled days before it. Both
 * sides are settled, so late data can delay it and cannot fake it.
 *
 * @param scope {@code org}, {@code provider}, {@code project} or {@code model}
 * @param name which of them; {@code all} for {@code org}
 * @param day the last settled day
 * @param observed what it cost
 * @param expected the mean of the seven days before
 * @param zscore how many sample standard deviations of these days observed is away from expected. A
 *     deviation counts at least {@link #LEAST_SHARE} of what is expected and at least {@link
 *     #LEAST_DOLLARS}, so that a week of equal days does not make every cent an anomaly
 */
public record Anomaly(
    String scope, String name, LocalDate day, Money observed, Money expected, BigDecimal zscore) {
  static final int DAYS_BEFORE = 7;
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

  /** Empty when the history has not seven settled days before its last one. */
  static Optional<Anomaly> of(String scope, String name, DailySpend spend) {
    LocalDate day = spend.settledUntil().minusDays(1);
    LocalDate start = day.minusDays(DAYS_BEFORE);
    if (spend.first().isAfter(start)) {
      return Optional.empty();
    }
    BigDecimal mean =
        spend.between(start, day).divide(BigDecimal.valueOf(DAYS_BEFORE), WeekdayModel.PRECISION);
    BigDecimal away = spend.on(day).subtract(mean);
    BigDecimal deviation =
        deviation(spend, start, mean).max(mean.abs().multiply(LEAST_SHARE)).max(LEAST_DOLLARS);
    return Optional.of(
        new Anomaly(
            scope,
            name,
            day,
            Money.of(spend.on(day), "USD"),
            Money.of(mean, "USD"),
            away.divide(deviation, MathContext.DECIMAL64)));
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
