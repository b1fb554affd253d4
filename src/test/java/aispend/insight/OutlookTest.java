// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.Outlook.Trend;
import aispend.model.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each number is worked out by hand beside it. */
final class OutlookTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

  @Test
  void equalDays_goOn() {
    // 20 days at 10 are settled; 10 days at 10 are left.
    Outlook outlook = outlook("2026-09-01", "2026-11-21", day -> "10");
    assertThat(outlook.spent()).isEqualTo(Money.usd("200"));
    assertThat(outlook.settledDays()).isEqualTo(20);
    assertThat(outlook.daily()).isEqualTo(Money.usd("10"));
    assertThat(outlook.lastDays()).isEqualTo(Money.usd("10"));
    assertThat(outlook.change()).isEqualByComparingTo("0");
    assertThat(outlook.trend()).isEqualTo(Trend.STABLE);
    assertThat(outlook.projected()).isEqualTo(Money.usd("300"));
    assertThat(outlook.trendAdjusted()).isEqualTo(Money.usd("300"));
    assertThat(outlook.leansOnMonthBefore()).isFalse();
  }

  @Test
  void lastThreeDaysTwiceAsMuch_areATrend() {
    // 17 * 10 + 3 * 20 = 230 in 20 days: 11.5 a day. Left are 10 days: 230 + 115 = 345; at twice
    // their weekdays' 10: 230 + 200 = 430.
    Outlook outlook =
        outlook("2026-09-01", "2026-11-21", day -> day.isBefore(day("2026-11-18")) ? "10" : "20");
    assertThat(outlook.daily()).isEqualTo(Money.usd("11.5"));
    assertThat(outlook.lastDays()).isEqualTo(Money.usd("20"));
    assertThat(outlook.change()).isEqualByComparingTo("1");
    assertThat(outlook.trend()).isEqualTo(Trend.INCREASING);
    assertThat(outlook.projected()).isEqualTo(Money.usd("345"));
    assertThat(outlook.trendAdjusted()).isEqualTo(Money.usd("430"));
  }

  @Test
  void weekend_isNoTrend() {
    // Settled up to Monday 16 November: Friday 10, Saturday 4, Sunday 4, as each week. The average
    // of these days, 6, is far below that of the month (10 days at 10, 5 at 4: 8), and still
    // stable.
    Outlook outlook = outlook("2026-09-01", "2026-11-16", day -> isWeekend(day) ? "4" : "10");
    assertThat(outlook.daily()).isEqualTo(Money.usd("8"));
    assertThat(outlook.lastDays()).isEqualTo(Money.usd("6"));
    assertThat(outlook.trend()).isEqualTo(Trend.STABLE);
    // 120 are settled; 16 to 30 are 11 weekdays and 4 days of weekends: 120 + 110 + 16.
    assertThat(outlook.trendAdjusted()).isEqualTo(Money.usd("246"));
    // 120 + 15 * 8.
    assertThat(outlook.projected()).isEqualTo(Money.usd("240"));
  }

  @ParameterizedTest
  @CsvSource({
    "11, STABLE", // exactly a tenth more
    "11.000001, INCREASING",
    "9, STABLE",
    "8.999999, DECREASING"
  })
  void trend_beginsBeyondATenth(String last, Trend trend) {
    Outlook outlook =
        outlook("2026-09-01", "2026-11-21", day -> day.isBefore(day("2026-11-18")) ? "10" : last);
    assertThat(outlook.trend()).isEqualTo(trend);
  }

  @ParameterizedTest
  @CsvSource({
    // October cost 10 a day and November costs 20. Two settled days: (2 * 20 + 3 * 10) / 5.
    "2026-11-03, 14, true",
    "2026-11-01, 10, true",
    "2026-11-05, 18, true",
    "2026-11-06, 20, false"
  })
  void firstFiveDays_leanOnTheMonthBefore(String settled, String daily, boolean leans) {
    Outlook outlook =
        outlook("2026-10-01", settled, day -> day.getMonthValue() == 10 ? "10" : "20");
    assertThat(outlook.daily()).isEqualTo(Money.usd(daily));
    assertThat(outlook.leansOnMonthBefore()).isEqualTo(leans);
  }

  @Test
  void monthBeforeWithoutHistory_isNotLeantOn() {
    // Three days at 20 and nothing before: 20 a day, 600 in all.
    Outlook outlook = outlook("2026-11-01", "2026-11-04", day -> "20");
    assertThat(outlook.leansOnMonthBefore()).isFalse();
    assertThat(outlook.projected()).isEqualTo(Money.usd("600"));
    assertThat(outlook.trendAdjusted()).isEqualTo(Money.usd("600"));
    assertThat(outlook.expected()).isNull();
  }

  @Test
  void openDays_countAtLeastWhatIsKnown() {
    // 18 days at 10 are settled. Of the 19th 3 are known, of the 20th 50: 180 + 10 + 50 + 10 * 10;
    // the average is of settled days.
    Map<LocalDate, BigDecimal> days = days("2026-09-01", "2026-11-19", day -> "10");
    days.put(day("2026-11-19"), new BigDecimal("3"));
    days.put(day("2026-11-20"), new BigDecimal("50"));
    Outlook outlook = Outlook.of(DailySpend.of(days, day("2026-11-19")), NOVEMBER).orElseThrow();
    assertThat(outlook.daily()).isEqualTo(Money.usd("10"));
    assertThat(outlook.spent()).isEqualTo(Money.usd("233"));
    assertThat(outlook.projected()).isEqualTo(Money.usd("340"));
    assertThat(outlook.trendAdjusted()).isEqualTo(Money.usd("340"));
  }

  @Test
  void spendFromNothing_increases() {
    // Ten days of nothing but a cent on the first, then three days at 9: these weekdays cost
    // nothing before.
    Map<LocalDate, BigDecimal> days = days("2026-11-11", "2026-11-14", day -> "9");
    days.put(day("2026-11-01"), new BigDecimal("0.01"));
    Outlook outlook = Outlook.of(DailySpend.of(days, day("2026-11-14")), NOVEMBER).orElseThrow();
    assertThat(outlook.change()).isNull();
    assertThat(outlook.trend()).isEqualTo(Trend.INCREASING);
    // 27.01 are settled; 17 days at 9 are left.
    assertThat(outlook.trendAdjusted()).isEqualTo(Money.usd("180.01"));
  }

  @Test
  void noSettledDay_isNoOutlook() {
    assertThat(Outlook.of(DailySpend.of(Map.of(), day("2026-11-19")), NOVEMBER)).isEmpty();
    Map<LocalDate, BigDecimal> today = Map.of(day("2026-11-19"), BigDecimal.TEN);
    assertThat(Outlook.of(DailySpend.of(today, day("2026-11-19")), NOVEMBER)).isEmpty();
  }

  private static Outlook outlook(
      String from, String settledUntil, Function<LocalDate, String> cost) {
    return Outlook.of(DailySpend.of(days(from, settledUntil, cost), day(settledUntil)), NOVEMBER)
        .orElseThrow();
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
