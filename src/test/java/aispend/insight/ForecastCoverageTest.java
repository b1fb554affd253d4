// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often a month ends within the band of its forecast, over simulated histories: weekends at a
 * third, noise of a day, a slow growth, and in some a step to another level. The band is meant to
 * hold eight months of ten. It is made of the ledger's own past errors, so it holds fewer where the
 * past is no guide: that is measured here, too.
 */
final class ForecastCoverageTest {
  private static final int HISTORIES = 150;
  private static final YearMonth MONTH = YearMonth.of(2026, 11);

  @ParameterizedTest
  @CsvSource({
    // name, noise of a day, growth a day, share of histories with a step, settled day, least, most
    "steady, 0.15, 0, 0, 8, 0.65, 0.95",
    "steady, 0.15, 0, 0, 20, 0.65, 0.95",
    "noisy, 0.5, 0, 0, 8, 0.65, 0.95",
    "noisy, 0.5, 0, 0, 20, 0.65, 0.95",
    "growing, 0.2, 0.005, 0, 15, 0.55, 0.95",
    "with steps, 0.2, 0, 0.3, 15, 0.5, 0.95"
  })
  void monthEndsWithinItsBand(
      String name, double noise, double growth, double steps, int day, double least, double most) {
    Random random = new Random(11);
    int within = 0;
    double width = 0;
    double error = 0;
    for (int i = 0; i < HISTORIES; i++) {
      Map<LocalDate, BigDecimal> days = history(random, noise, growth, random.nextDouble() < steps);
      LocalDate settled = MONTH.atDay(day);
      Map<LocalDate, BigDecimal> known = new HashMap<>(days);
      known.keySet().removeIf(each -> !each.isBefore(settled));
      MonthForecast forecast = MonthForecast.of(DailySpend.of(known, settled), MONTH).orElseThrow();
      BigDecimal truth =
          DailySpend.of(days, MONTH.plusMonths(1).atDay(1))
              .between(MONTH.atDay(1), MONTH.plusMonths(1).atDay(1));
      boolean held =
          forecast.low().units().compareTo(truth) <= 0
              && forecast.high().units().compareTo(truth) >= 0;
      within += held ? 1 : 0;
      width += share(forecast.high().units().subtract(forecast.low().units()), truth);
      error += Math.abs(share(forecast.expected().units().subtract(truth), truth));
    }
    double coverage = (double) within / HISTORIES;
    System.out.printf(
        Locale.ROOT,
        "forecast %-10s settled to the %2d.: %.0f %% within the band, %.1f %% wide, %.1f %% off%n",
        name,
        day,
        100 * coverage,
        100 * width / HISTORIES,
        100 * error / HISTORIES);
    assertThat(coverage).isBetween(least, most);
  }

  private static Map<LocalDate, BigDecimal> history(
      Random random, double noise, double growth, boolean step) {
    Map<LocalDate, BigDecimal> days = new HashMap<>();
    LocalDate first = MONTH.atDay(1).minusDays(80);
    LocalDate stepAt = first.plusDays(random.nextInt(110));
    double level = 100;
    for (LocalDate day = first; day.isBefore(MONTH.plusMonths(1).atDay(1)); day = day.plusDays(1)) {
      level *= 1 + growth;
      if (step && day.equals(stepAt)) {
        level *= random.nextBoolean() ? 1.5 : 0.6;
      }
      boolean weekend =
          day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
      double spent = level * (weekend ? 1.0 / 3 : 1) * Math.exp(noise * random.nextGaussian());
      days.put(day, BigDecimal.valueOf(spent));
    }
    return days;
  }

  private static double share(BigDecimal part, BigDecimal whole) {
    return part.doubleValue() / whole.doubleValue();
  }
}
