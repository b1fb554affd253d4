// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class MonthForecastTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

  @Test
  void weeksThatRepeat_areForecastExactly() {
    // Nine days of a weekend at 4 and 21 others at 10.
    DailySpend spend = spend("2026-10-01", "2026-11-19", day -> isWeekend(day) ? "4" : "10");
    assertThat(MonthForecast.of(spend, NOVEMBER)).contains(forecast("246", "246", "246"));
  }

  @Test
  void higherLevel_isTakenOnInFull() {
    // Means are 15 a day, the last 14 days cost 4/3 of them; 4 * 10 + 14 * 20 are settled, and 12
    // days at 20 are left. Three past forecasts are too few for a band of their own.
    DailySpend spend =
        spend("2026-10-22", "2026-11-19", day -> day.isBefore(day("2026-11-05")) ? "10" : "20");
    assertThat(MonthForecast.of(spend, NOVEMBER)).contains(forecast("560", "512", "608"));
  }

  @Test
  void weekdayNotSeenYet_countsAsTheMeanOfAll() {
    // Sunday 1 to Wednesday 4 cost 10 a day: 26 days are left.
    DailySpend spend = spend("2026-11-01", "2026-11-05", day -> "10");
    assertThat(MonthForecast.of(spend, NOVEMBER)).contains(forecast("300", "248", "352"));
  }

  @Test
  void lengthOfTheMonth_isItsOwn() {
    assertThat(monthOfTens("2027-02-20", YearMonth.of(2027, 2))).isEqualTo(Money.usd("280"));
    assertThat(monthOfTens("2028-02-20", YearMonth.of(2028, 2))).isEqualTo(Money.usd("290"));
    assertThat(monthOfTens("2026-12-30", YearMonth.of(2026, 12))).isEqualTo(Money.usd("310"));
  }

  @Test
  void lastDayOfTheYear_isWhatIsLeft() {
    // On 31 December, settled up to the 31st: only it is left, on which 30 are known.
    Map<LocalDate, BigDecimal> days = days("2026-10-01", "2026-12-31", day -> "10");
    days.put(day("2026-12-31"), new BigDecimal("30"));
    assertThat(MonthForecast.of(DailySpend.of(days, day("2026-12-31")), YearMonth.of(2026, 12)))
        .contains(forecast("330", "330", "330"));
  }

  @Test
  void settledMonth_isWhatItCost() {
    DailySpend spend = spend("2026-10-01", "2026-12-02", day -> "10");
    assertThat(MonthForecast.of(spend, NOVEMBER)).contains(forecast("300", "300", "300"));
  }

  @Test
  void fewerThanFourDays_areNothingToGoBy() {
    assertThat(MonthForecast.of(DailySpend.of(Map.of(), day("2026-11-19")), NOVEMBER)).isEmpty();
    assertThat(MonthForecast.of(spend("2026-11-01", "2026-11-02", day -> "10"), NOVEMBER))
        .isEmpty();
    assertThat(MonthForecast.of(spend("2026-11-01", "2026-11-04", day -> "10"), NOVEMBER))
        .isEmpty();
    assertThat(MonthForecast.of(spend("2026-11-01", "2026-11-05", day -> "10"), NOVEMBER))
        .isPresent();
  }

  @Test
  void startOfTheMonth_leansOnSevenDaysBeforeIt() {
    assertThat(MonthForecast.of(spend("2026-10-26", "2026-11-02", day -> "10"), NOVEMBER))
        .isEmpty();
    assertThat(MonthForecast.of(spend("2026-10-25", "2026-11-02", day -> "10"), NOVEMBER))
        .contains(forecast("300", "242", "358"));
    // On the first days of a month the last days of the one before have not settled either.
    assertThat(MonthForecast.of(spend("2026-10-22", "2026-10-30", day -> "10"), NOVEMBER))
        .contains(forecast("300", "240", "360"));
  }

  @Test
  void openDay_countsAtLeastWhatIsKnownOfIt() {
    Map<LocalDate, BigDecimal> days = days("2026-10-01", "2026-11-19", day -> "10");
    days.put(day("2026-11-19"), new BigDecimal("3"));
    days.put(day("2026-11-20"), new BigDecimal("250"));
    days.put(day("2026-11-21"), new BigDecimal("-70"));
    assertThat(MonthForecast.of(DailySpend.of(days, day("2026-11-19")), NOVEMBER))
        .contains(forecast("540", "540", "540"));
  }

  @Test
  void credits_lowerWhatComes() {
    // 9 November was -130: the last 14 days come to 0, so nothing is expected of the next 12, and
    // 17 * 10 - 130 are settled.
    DailySpend spend =
        spend("2026-10-22", "2026-11-19", day -> day.equals(day("2026-11-09")) ? "-130" : "10");
    assertThat(MonthForecast.of(spend, NOVEMBER)).contains(forecast("40", "40", "40"));
  }

  @Test
  void onlyCredits_areForecastAsCredits() {
    DailySpend spend = spend("2026-10-22", "2026-11-19", day -> "-1");
    assertThat(MonthForecast.of(spend, NOVEMBER)).contains(forecast("-30", "-32.4", "-27.6"));
  }

  @Test
  void daysOlderThanNeeded_changeNothing() {
    Map<LocalDate, BigDecimal> year = random("2025-10-16", "2026-11-20");
    Map<LocalDate, BigDecimal> weeks = new HashMap<>(year);
    weeks.keySet().removeIf(day -> day.isBefore(day("2026-10-23")));
    MonthForecast ofYear =
        MonthForecast.of(DailySpend.of(year, day("2026-11-20")), NOVEMBER).orElseThrow();
    MonthForecast ofWeeks =
        MonthForecast.of(DailySpend.of(weeks, day("2026-11-20")), NOVEMBER).orElseThrow();
    assertThat(year).hasSize(400);
    assertThat(ofYear.expected()).isEqualTo(ofWeeks.expected());
  }

  @Test
  void bandOfItsOwnPast_isThatOfANaiveForecaster() {
    Map<LocalDate, BigDecimal> days = random("2026-08-21", "2026-11-20");
    MonthForecast forecast =
        MonthForecast.of(DailySpend.of(days, day("2026-11-20")), NOVEMBER).orElseThrow();
    double settled = naiveSum(days, day("2026-11-01"), 19);
    double left = naive(days, day("2026-08-21"), day("2026-11-20"), 11);
    List<Double> ratios = new ArrayList<>();
    for (LocalDate origin = day("2026-09-04");
        !origin.plusDays(11).isAfter(day("2026-11-20"));
        origin = origin.plusDays(1)) {
      ratios.add(naiveSum(days, origin, 11) / naive(days, day("2026-08-21"), origin, 11));
    }
    Collections.sort(ratios);
    assertThat(ratios).hasSize(67);
    assertClose(forecast.expected(), settled + left);
    // 66 steps: 6.6 and 59.4 steps from the least.
    assertClose(forecast.low(), settled + left * (ratios.get(6) * 0.4 + ratios.get(7) * 0.6));
    assertClose(forecast.high(), settled + left * (ratios.get(59) * 0.6 + ratios.get(60) * 0.4));
  }

  private static void assertClose(Money actual, double expected) {
    assertThat(actual.units().doubleValue()).isCloseTo(expected, Offset.offset(1e-6));
  }

  private static double naiveSum(Map<LocalDate, BigDecimal> days, LocalDate from, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += days.getOrDefault(from.plusDays(i), BigDecimal.ZERO).doubleValue();
    }
    return sum;
  }

  private static double naive(
      Map<LocalDate, BigDecimal> days, LocalDate first, LocalDate origin, int count) {
    double usual = 0;
    double actual = 0;
    for (int back = 1; back <= 14; back++) {
      usual += naiveMean(days, first, origin, origin.minusDays(back).getDayOfWeek());
      actual += days.getOrDefault(origin.minusDays(back), BigDecimal.ZERO).doubleValue();
    }
    double sum = 0;
    for (int ahead = 0; ahead < count; ahead++) {
      sum += naiveMean(days, first, origin, origin.plusDays(ahead).getDayOfWeek());
    }
    return sum * actual / usual;
  }

  private static double naiveMean(
      Map<LocalDate, BigDecimal> days, LocalDate first, LocalDate origin, DayOfWeek weekday) {
    return days.entrySet().stream()
        .filter(entry -> entry.getKey().isBefore(origin) && !entry.getKey().isBefore(first))
        .filter(entry -> !entry.getKey().isBefore(origin.minusDays(28)))
        .filter(entry -> entry.getKey().getDayOfWeek() == weekday)
        .mapToDouble(entry -> entry.getValue().doubleValue())
        .average()
        .orElseThrow();
  }

  private static Money monthOfTens(String settledUntil, YearMonth month) {
    LocalDate until = day(settledUntil);
    return MonthForecast.of(spend(until.minusDays(60).toString(), settledUntil, day -> "10"), month)
        .orElseThrow()
        .expected();
  }

  private static Map<LocalDate, BigDecimal> random(String from, String until) {
    Random random = new Random(7);
    return days(from, until, day -> Integer.toString(5 + random.nextInt(20)));
  }

  private static MonthForecast forecast(String expected, String low, String high) {
    return new MonthForecast(Money.usd(expected), Money.usd(low), Money.usd(high));
  }

  private static DailySpend spend(
      String from, String settledUntil, Function<LocalDate, String> cost) {
    return DailySpend.of(days(from, settledUntil, cost), day(settledUntil));
  }

  private static Map<LocalDate, BigDecimal> days(
      String from, String until, Function<LocalDate, String> cost) {
    Map<LocalDate, BigDecimal> days = new HashMap<>();
    for (LocalDate day = day(from); day.isBefore(day(until)); day = day.plusDays(1)) {
      days.put(day, new BigDecimal(cost.apply(day)));
    }
    return days;
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }
}
