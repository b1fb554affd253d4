// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.insight.WeekdayModel.PRECISION;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a month of UTC days comes to: its settled days, and a {@link WeekdayModel} for the others.
 * An unsettled day counts at least what is known of it, so late data raises a forecast at once and
 * never lowers it; what was known as a credit waits until its day is settled.
 *
 * <p>The band comes from this history's own past: for each settled day from the fifteenth on the
 * same forecast is made for as many days as are left now, and what these days cost is divided by
 * it. Low and high are the 10 % and 90 % points of these ratios times what is left; with fewer than
 * {@value #LEAST_ERRORS} of them, {@link #STATED_BAND} of it.
 *
 * @param low at most {@code expected}
 * @param high at least {@code expected}
 */
public record MonthForecast(Money expected, Money low, Money high) {
  /** How far back the history is worth reading: 13 weeks. */
  static final int HISTORY_DAYS = 91;

  static final int LEAST_SETTLED_OF_MONTH = 4;
  static final int LEAST_SETTLED_BEFORE = 7;
  static final int LEAST_ERRORS = 10;

  /** Share of what is left that low and high are away while the own errors are too few. */
  static final BigDecimal STATED_BAND = new BigDecimal("0.2");

  private static final BigDecimal LOW = new BigDecimal("0.1");
  private static final BigDecimal HIGH = new BigDecimal("0.9");

  /** What is left: what it is expected to come to, and over how many days. */
  private record Rest(BigDecimal expected, BigDecimal known, int days) {}

  /** Empty when there is too little to say something from. */
  static Optional<MonthForecast> of(DailySpend spend, YearMonth month) {
    LocalDate start = month.atDay(1);
    LocalDate end = month.plusMonths(1).atDay(1);
    if (!enough(spend, start)) {
      return Optional.empty();
    }
    LocalDate open = spend.settledUntil().isAfter(start) ? spend.settledUntil() : start;
    if (!open.isBefore(end)) {
      Money all = usd(spend.between(start, end));
      return Optional.of(new MonthForecast(all, all, all));
    }
    BigDecimal settled = spend.between(start, open);
    Rest rest = rest(spend, open, end);
    List<BigDecimal> ratios = pastRatios(spend, rest.days());
    return Optional.of(
        new MonthForecast(
            usd(settled.add(rest.expected())),
            usd(settled.add(low(rest, ratios))),
            usd(settled.add(high(rest, ratios)))));
  }

  private static boolean enough(DailySpend spend, LocalDate start) {
    LocalDate until = spend.settledUntil();
    LocalDate from = spend.first().isAfter(start) ? spend.first() : start;
    LocalDate before = until.isBefore(start) ? until : start;
    return ChronoUnit.DAYS.between(from, until) >= LEAST_SETTLED_OF_MONTH
        || ChronoUnit.DAYS.between(spend.first(), before) >= LEAST_SETTLED_BEFORE;
  }

  private static Rest rest(DailySpend spend, LocalDate open, LocalDate end) {
    WeekdayModel model = WeekdayModel.before(spend, spend.settledUntil());
    BigDecimal expected = BigDecimal.ZERO;
    BigDecimal known = BigDecimal.ZERO;
    for (LocalDate day = open; day.isBefore(end); day = day.plusDays(1)) {
      BigDecimal spent = spend.on(day);
      BigDecimal usual = model.on(day);
      expected = expected.add(spent.signum() > 0 ? usual.max(spent) : usual);
      known = known.add(spent.max(BigDecimal.ZERO));
    }
    return new Rest(expected, known, (int) ChronoUnit.DAYS.between(open, end));
  }

  /** What was spent to what was forecast, for each past day with as many settled days after it. */
  private static List<BigDecimal> pastRatios(DailySpend spend, int days) {
    List<BigDecimal> ratios = new ArrayList<>();
    LocalDate origin = spend.first().plusDays(WeekdayModel.LEVEL_DAYS);
    for (; !origin.plusDays(days).isAfter(spend.settledUntil()); origin = origin.plusDays(1)) {
      WeekdayModel model = WeekdayModel.before(spend, origin);
      BigDecimal forecast = BigDecimal.ZERO;
      for (int ahead = 0; ahead < days; ahead++) {
        forecast = forecast.add(model.on(origin.plusDays(ahead)));
      }
      if (forecast.signum() > 0) {
        BigDecimal spent = spend.between(origin, origin.plusDays(days));
        ratios.add(spent.divide(forecast, PRECISION));
      }
    }
    Collections.sort(ratios);
    return ratios;
  }

  /** Not above what is expected; where that is spend, not below what is known already. */
  private static BigDecimal low(Rest rest, List<BigDecimal> ratios) {
    BigDecimal low =
        ratios.size() < LEAST_ERRORS
            ? rest.expected().subtract(band(rest))
            : rest.expected().multiply(point(ratios, LOW), PRECISION);
    boolean spends = rest.expected().signum() > 0;
    return (spends ? low.max(rest.known()) : low).min(rest.expected());
  }

  private static BigDecimal high(Rest rest, List<BigDecimal> ratios) {
    BigDecimal high =
        ratios.size() < LEAST_ERRORS
            ? rest.expected().add(band(rest))
            : rest.expected().multiply(point(ratios, HIGH), PRECISION);
    return high.max(rest.expected());
  }

  private static BigDecimal band(Rest rest) {
    return rest.expected().abs().multiply(STATED_BAND);
  }

  /** The value at a share of the way from the least to the most, between two neighbours. */
  private static BigDecimal point(List<BigDecimal> sorted, BigDecimal share) {
    BigDecimal place = share.multiply(BigDecimal.valueOf(sorted.size() - 1L));
    int below = place.intValue();
    BigDecimal least = sorted.get(below);
    BigDecimal most = sorted.get(Math.min(below + 1, sorted.size() - 1));
    BigDecimal part = place.subtract(BigDecimal.valueOf(below));
    return least.add(most.subtract(least).multiply(part, PRECISION));
  }

  private static Money usd(BigDecimal dollars) {
    return Money.of(dollars, "USD");
  }
}
