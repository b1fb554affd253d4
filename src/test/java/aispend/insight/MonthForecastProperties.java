// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever was spent, a forecast keeps its shape. */
final class MonthForecastProperties {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
  private static final YearMonth MONTH = YearMonth.of(2026, 11);

  @Property(tries = 100)
  void constantSpend_isForecastExactly(
      @ForAll @LongRange(min = 1, max = 9_000_000_000_000L) long nanos,
      @ForAll @IntRange(min = 4, max = 100) int settledDays,
      @ForAll @IntRange(min = 1, max = 12) int monthNumber) {
    YearMonth month = YearMonth.of(2027, monthNumber);
    BigDecimal daily = Money.usd(nanos).units();
    Map<LocalDate, BigDecimal> days = new HashMap<>();
    LocalDate until = month.atDay(5);
    for (int back = 1; back <= settledDays; back++) {
      days.put(until.minusDays(back), daily);
    }
    Money expected = Money.of(daily.multiply(BigDecimal.valueOf(month.lengthOfMonth())), "USD");
    Money unseen =
        Money.of(daily.multiply(BigDecimal.valueOf(Math.max(0, 4 - settledDays))), "USD");
    assertThat(MonthForecast.of(DailySpend.of(days, until), month).orElseThrow().expected())
        .isEqualTo(expected.minus(unseen));
  }

  @Property(tries = 100)
  void scaledSpend_isScaledForecast(
      @ForAll @Size(min = 8, max = 100) List<@IntRange(min = -50, max = 1_000) Integer> spent,
      @ForAll @IntRange(min = 2, max = 1_000) int factor) {
    Optional<MonthForecast> one = forecast(spent, 1);
    Optional<MonthForecast> scaled = forecast(spent, factor);
    assertThat(scaled.isPresent()).isEqualTo(one.isPresent());
    one.ifPresent(
        forecast -> {
          assertScaled(scaled.orElseThrow().expected(), forecast.expected(), factor);
          assertScaled(scaled.orElseThrow().low(), forecast.low(), factor);
          assertScaled(scaled.orElseThrow().high(), forecast.high(), factor);
        });
  }

  @Property(tries = 100)
  void lateData_doesNotLowerIt(
      @ForAll @Size(min = 10, max = 60) List<@IntRange(min = 0, max = 1_000) Integer> spent,
      @ForAll @IntRange(min = 0, max = 2) int openDay,
      @ForAll @IntRange(min = 0, max = 5_000) int late) {
    Map<LocalDate, BigDecimal> before = days(spent, 1);
    Map<LocalDate, BigDecimal> after = new HashMap<>(before);
    after.merge(TODAY.minusDays(openDay), BigDecimal.valueOf(late), BigDecimal::add);
    LocalDate settled = TODAY.minusDays(2);
    Optional<MonthForecast> earlier = MonthForecast.of(DailySpend.of(before, settled), MONTH);
    Optional<MonthForecast> later = MonthForecast.of(DailySpend.of(after, settled), MONTH);
    earlier.ifPresent(
        forecast -> {
          assertThat(later.orElseThrow().expected()).isGreaterThanOrEqualTo(forecast.expected());
          assertThat(later.orElseThrow().low()).isGreaterThanOrEqualTo(forecast.low());
          assertThat(later.orElseThrow().high()).isGreaterThanOrEqualTo(forecast.high());
        });
  }

  @Property(tries = 200)
  void expected_liesWithinTheBandAndAboveWhatIsKnown(
      @ForAll @Size(min = 8, max = 100) List<@IntRange(min = 0, max = 1_000) Integer> spent) {
    Map<LocalDate, BigDecimal> days = days(spent, 1);
    BigDecimal known = BigDecimal.ZERO;
    for (LocalDate day = MONTH.atDay(1); !day.isAfter(TODAY); day = day.plusDays(1)) {
      known = known.add(days.getOrDefault(day, BigDecimal.ZERO));
    }
    Money least = Money.of(known, "USD");
    forecast(spent, 1)
        .ifPresent(
            forecast -> {
              assertThat(forecast.low()).isBetween(least, forecast.expected());
              assertThat(forecast.high()).isGreaterThanOrEqualTo(forecast.expected());
            });
  }

  /** Each amount is rounded once, to half a nano. */
  private static void assertScaled(Money scaled, Money one, int factor) {
    assertThat(Math.abs(scaled.nanos() - one.nanos() * factor)).isLessThanOrEqualTo(factor);
  }

  private static Optional<MonthForecast> forecast(List<Integer> spent, int factor) {
    return MonthForecast.of(DailySpend.of(days(spent, factor), TODAY.minusDays(2)), MONTH);
  }

  /** The last amount is today's; two days are still open. */
  private static Map<LocalDate, BigDecimal> days(List<Integer> spent, int factor) {
    Map<LocalDate, BigDecimal> days = new HashMap<>();
    for (int i = 0; i < spent.size(); i++) {
      days.put(
          TODAY.minusDays(spent.size() - 1L - i),
          BigDecimal.valueOf(spent.get(i)).multiply(BigDecimal.valueOf(factor)));
    }
    return days;
  }
}
