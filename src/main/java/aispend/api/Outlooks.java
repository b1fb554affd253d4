// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.InsightBodies.Anomalies;
import aispend.api.InsightBodies.AnomalyDriver;
import aispend.api.InsightBodies.AnomalyRow;
import aispend.api.InsightBodies.Forecast;
import aispend.insight.AnomalyRules;
import aispend.insight.Deviation;
import aispend.insight.Insights;
import aispend.insight.MonthForecast;
import aispend.insight.Outlook;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the month goes, and what was out of the usual. Any thread may ask. */
final class Outlooks {
  private static final IntegerParameter DAYS =
      new IntegerParameter("days", 1, 90, 7, "So many days, the last settled one first.");
  private static final int DEVIATION_DIGITS = 2;

  private final Supplier<Insights> insights;
  private final Spending spending;
  private final Clock clock;

  Outlooks(Supplier<Insights> insights, Spending spending, Clock clock) {
    this.insights = insights;
    this.spending = spending;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "/api/costs/forecast",
            "What the running UTC month comes to.",
            Parameters.narrowed(Dimension.values()),
            Forecast.class,
            asked -> forecast(asked.scope())),
        new Endpoint(
            "/api/costs/anomalies",
            "Settled days and hours that were out of the usual, with what drove them.",
            Parameters.narrowed(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL).with(DAYS),
            Anomalies.class,
            asked -> anomalies(asked.scope(), asked.number(DAYS))));
  }

  private Answer<Forecast> forecast(Scope scope) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.monthToDate(now);
    List<SumRow> rows = spending.by(scope, period);
    Optional<Outlook> outlook = insights.get().outlook(scope.where(), now);
    Forecast body = forecast(now, rows, outlook);
    return spending.answer(now, scope, period, Sums.unpricedTokens(rows), body);
  }

  private static Forecast forecast(Instant now, List<SumRow> rows, Optional<Outlook> outlook) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Optional<MonthForecast> expected = outlook.map(Outlook::expected);
    return new Forecast(
        YearMonth.from(today).toString(),
        Sums.cost(rows),
        outlook.map(Outlook::settledDays).orElse(0),
        today.lengthOfMonth() - today.getDayOfMonth(),
        of(outlook, Outlook::daily),
        of(outlook, Outlook::leansOnMonthBefore),
        of(outlook, Outlook::lastDays),
        of(outlook, month -> month.trend().code()),
        of(outlook, Outlook::change),
        of(outlook, Outlook::projected),
        of(outlook, Outlook::trendAdjusted),
        of(expected, MonthForecast::expected),
        of(expected, MonthForecast::low),
        of(expected, MonthForecast::high));
  }

  private static <T, V> @Nullable V of(
      Optional<T> whole, Function<? super T, ? extends @Nullable V> part) {
    return whole.isPresent() ? part.apply(whole.get()) : null;
  }

  private Answer<Anomalies> anomalies(Scope scope, int days) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.days(now, days);
    long unpriced = Sums.unpricedTokens(spending.by(scope, period));
    AnomalyRules rules = insights.get().anomalyRules();
    List<AnomalyRow> rows =
        insights.get().deviations(scope.where(), days, now).stream().map(Outlooks::row).toList();
    Anomalies body = new Anomalies(rules.aboveAverage(), rules.deviations(), rules.min(), rows);
    return spending.answer(now, scope, period, unpriced, body);
  }

  private static AnomalyRow row(Deviation deviation) {
    ChargePeriod period = deviation.period();
    return new AnomalyRow(
        deviation.scope(),
        deviation.name(),
        period.duration().equals(Duration.ofDays(1)) ? "day" : "hour",
        period.start(),
        period.end(),
        deviation.expected(),
        deviation.observed(),
        Sums.share(deviation.observed(), deviation.expected()),
        deviation.deviations().setScale(DEVIATION_DIGITS, RoundingMode.HALF_EVEN),
        deviation.drivers().stream().map(Outlooks::driver).toList());
  }

  private static AnomalyDriver driver(Deviation.Driver driver) {
    Money growth = driver.observed().minus(driver.expected());
    return new AnomalyDriver(
        driver.dimension(), driver.value(), driver.observed(), driver.expected(), growth);
  }
}
