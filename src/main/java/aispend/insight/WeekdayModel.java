// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/**
 * What days are expected to cost: the mean of the same weekday over the last four weeks, times the
 * level of the last two weeks (what they cost to what their weekdays' means come to, within 0 and
 * 2). A weekday not seen yet counts as the mean of all days.
 */
final class WeekdayModel {
  static final int WEEKS_DAYS = 28;
  static final int LEVEL_DAYS = 14;

  /** Wide enough that equal days have exactly their own mean. */
  static final MathContext PRECISION = MathContext.DECIMAL128;

  private static final BigDecimal MOST_LEVEL = BigDecimal.valueOf(2);

  private final Map<DayOfWeek, BigDecimal> means;
  private final BigDecimal level;

  private WeekdayModel(Map<DayOfWeek, BigDecimal> means, BigDecimal level) {
    this.means = means;
    this.level = level;
  }

  /** Learns from the days before one. There must be at least one in the history. */
  static WeekdayModel before(DailySpend spend, LocalDate until) {
    LocalDate from = later(spend.first(), until.minusDays(WEEKS_DAYS));
    long count = ChronoUnit.DAYS.between(from, until);
    if (count < 1) {
      throw new IllegalArgumentException("no day before " + until + " is in the history");
    }
    BigDecimal mean = mean(spend.between(from, until), count);
    Map<DayOfWeek, BigDecimal> means = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek weekday : DayOfWeek.values()) {
      means.put(weekday, mean(spend, weekday, from, until, mean));
    }
    return new WeekdayModel(means, level(spend, means, from, until));
  }

  /** What such a weekday cost, whatever the level is now. */
  BigDecimal usual(LocalDate day) {
    return plain(means, day);
  }

  /** What a day is expected to cost. */
  BigDecimal on(LocalDate day) {
    return plain(means, day).multiply(level, PRECISION);
  }

  private static BigDecimal mean(
      DailySpend spend, DayOfWeek weekday, LocalDate from, LocalDate until, BigDecimal otherwise) {
    BigDecimal sum = BigDecimal.ZERO;
    int count = 0;
    for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
      if (day.getDayOfWeek() == weekday) {
        sum = sum.add(spend.on(day));
        count++;
      }
    }
    return count == 0 ? otherwise : mean(sum, count);
  }

  private static BigDecimal level(
      DailySpend spend, Map<DayOfWeek, BigDecimal> means, LocalDate from, LocalDate until) {
    LocalDate start = later(from, until.minusDays(LEVEL_DAYS));
    BigDecimal usual = BigDecimal.ZERO;
    for (LocalDate day = start; day.isBefore(until); day = day.plusDays(1)) {
      usual = usual.add(plain(means, day));
    }
    if (usual.signum() <= 0) {
      return BigDecimal.ONE;
    }
    return spend
        .between(start, until)
        .divide(usual, PRECISION)
        .max(BigDecimal.ZERO)
        .min(MOST_LEVEL);
  }

  private static BigDecimal plain(Map<DayOfWeek, BigDecimal> means, LocalDate day) {
    return means.getOrDefault(day.getDayOfWeek(), BigDecimal.ZERO);
  }

  private static BigDecimal mean(BigDecimal sum, long count) {
    return sum.divide(BigDecimal.valueOf(count), PRECISION);
  }

  private static LocalDate later(LocalDate one, LocalDate two) {
    return one.isAfter(two) ? one : two;
  }
}
