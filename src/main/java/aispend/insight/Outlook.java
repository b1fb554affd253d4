// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.insight.WeekdayModel.PRECISION;
import static java.util.Objects.requireNonNull;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running month of UTC days and where it goes. Averages are of settled days. A day that is not
 * settled counts what is expected of it, or what is known of it if that is more.
 *
 * @param spent all that is known of the month, settled or not
 * @param settledDays how many days of the month are settled and in the history
 * @param daily mean of a settled day of the month. With fewer than {@value #OWN_DAYS} of them the
 *     missing ones count the mean of the month before
 * @param leansOnMonthBefore whether the month before is in {@code daily}
 * @param lastDays mean of the last {@value #LAST_DAYS} settled days, which may lie in the month
 *     before
 * @param change how far these days are above what their weekdays cost in the four weeks before
 *     them; 0.5 is half more; null when that was nothing
 * @param trend increasing or decreasing beyond a tenth
 * @param projected settled days, and each other one at {@code daily}
 * @param trendAdjusted settled days, and each other one at its weekday's usual cost, changed as the
 *     last days were
 * @param expected the backtested forecast and its band, as metrics show it; null with too little
 *     history
 */
public record Outlook(
    YearMonth month,
    Money spent,
    int settledDays,
    Money daily,
    boolean leansOnMonthBefore,
    Money lastDays,
    @Nullable BigDecimal change,
    Trend trend,
    Money projected,
    Money trendAdjusted,
    @Nullable MonthForecast expected) {
  static final int OWN_DAYS = 5;
  static final int LAST_DAYS = 3;

  private static final int WEEK = 7;
  private static final int CHANGE_DIGITS = 6;
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  /** Where spend goes. */
  public enum Trend {
    INCREASING,
    DECREASING,
    STABLE;

    /** As answers write it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Trend of(BigDecimal change) {
      if (change.compareTo(TENTH) > 0) {
        return INCREASING;
      }
      return change.compareTo(TENTH.negate()) < 0 ? DECREASING : STABLE;
    }
  }

  /** What a usual day is. */
  private interface Usual {
    BigDecimal on(LocalDate day);
  }

  public Outlook {
    requireNonNull(month, "month");
    requireNonNull(spent, "spent");
    requireNonNull(daily, "daily");
    requireNonNull(lastDays, "lastDays");
    requireNonNull(trend, "trend");
    requireNonNull(projected, "projected");
    requireNonNull(trendAdjusted, "trendAdjusted");
  }

  /** Empty while no day of this month or the one before is settled. */
  static Optional<Outlook> of(DailySpend spend, YearMonth month) {
    LocalDate start = month.atDay(1);
    LocalDate end = month.plusMonths(1).atDay(1);
    LocalDate until = earlier(spend.settledUntil(), end);
    LocalDate before = month.minusMonths(1).atDay(1);
    if (!later(spend.first(), before).isBefore(until)) {
      return Optional.empty();
    }
    LocalDate open = later(until, start);
    int settled = days(later(spend.first(), start), open);
    BigDecimal daily = daily(spend, start, before, until, settled);
    LocalDate last = later(spend.first(), until.minusDays(LAST_DAYS));
    BigDecimal recent = spend.between(last, until);
    Usual usual = usual(spend, last, daily);
    BigDecimal usually = sum(usual, last, until);
    BigDecimal level = usually.signum() > 0 ? recent.divide(usually, PRECISION) : null;
    BigDecimal lastDays = mean(recent, days(last, until));
    Usual trending =
        level == null ? day -> lastDays : day -> usual.on(day).multiply(level, PRECISION);
    return Optional.of(
        new Outlook(
            month,
            usd(spend.between(start, end)),
            settled,
            usd(daily),
            settled < OWN_DAYS && later(spend.first(), before).isBefore(earlier(start, until)),
            usd(lastDays),
            level == null ? null : change(level),
            trend(level, recent),
            total(spend, start, open, end, day -> daily),
            total(spend, start, open, end, trending),
            MonthForecast.of(spend, month).orElse(null)));
  }

  private static BigDecimal daily(
      DailySpend spend, LocalDate start, LocalDate before, LocalDate until, int settled) {
    BigDecimal own = spend.between(start, later(until, start));
    LocalDate from = later(spend.first(), before);
    int daysBefore = days(from, earlier(start, until));
    if (settled >= OWN_DAYS || daysBefore == 0) {
      return mean(own, settled);
    }
    BigDecimal meanBefore = mean(spend.between(from, earlier(start, until)), daysBefore);
    BigDecimal missing = BigDecimal.valueOf(OWN_DAYS - (long) settled);
    return mean(own.add(meanBefore.multiply(missing, PRECISION)), OWN_DAYS);
  }

  /** Weekdays where a week or more lies before the last days; else each day is like the others. */
  private static Usual usual(DailySpend spend, LocalDate last, BigDecimal daily) {
    if (days(spend.first(), last) < WEEK) {
      return day -> daily;
    }
    return WeekdayModel.before(spend, last)::usual;
  }

  private static Trend trend(@Nullable BigDecimal level, BigDecimal recent) {
    if (level == null) {
      return recent.signum() > 0 ? Trend.INCREASING : Trend.STABLE;
    }
    return Trend.of(level.subtract(BigDecimal.ONE));
  }

  private static Money total(
      DailySpend spend, LocalDate start, LocalDate open, LocalDate end, Usual expected) {
    BigDecimal total = spend.between(start, open);
    for (LocalDate day = open; day.isBefore(end); day = day.plusDays(1)) {
      BigDecimal known = spend.on(day);
      BigDecimal coming = expected.on(day);
      total = total.add(known.signum() > 0 ? coming.max(known) : coming);
    }
    return usd(total);
  }

  private static BigDecimal sum(Usual usual, LocalDate from, LocalDate until) {
    BigDecimal sum = BigDecimal.ZERO;
    for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
      sum = sum.add(usual.on(day));
    }
    return sum;
  }

  private static BigDecimal change(BigDecimal level) {
    return level.subtract(BigDecimal.ONE).setScale(CHANGE_DIGITS, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal mean(BigDecimal sum, int count) {
    return sum.divide(BigDecimal.valueOf(count), PRECISION);
  }

  private static int days(LocalDate from, LocalDate until) {
    return (int) Math.max(0, ChronoUnit.DAYS.between(from, until));
  }

  private static LocalDate later(LocalDate one, LocalDate two) {
    return one.isAfter(two) ? one : two;
  }

  private static LocalDate earlier(LocalDate one, LocalDate two) {
    return one.isBefore(two) ? one : two;
  }

  private static Money usd(BigDecimal dollars) {
    return Money.of(dollars, "USD");
  }
}
