// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static aispend.testing.SettledSpend.COSTS;
import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig.Period;
import aispend.config.PrepaidConfig;
import aispend.insight.Budgets;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InsightFamiliesTest {
  private static final List<String> NAMES =
      List.of(
          "aispend_budget_burn_rate",
          "aispend_budget_driver_usd",
          "aispend_forecast_usd",
          "aispend_anomaly_observed_usd",
          "aispend_anomaly_expected_usd",
          "aispend_anomaly_zscore",
          "aispend_reconciliation_drift_usd",
          "aispend_reconciliation_drift_ratio",
          "aispend_implied_price_ratio",
          "aispend_account_balance",
          "aispend_provider_key_expires_timestamp_seconds");

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");

  /** A ledger and a configuration that every kind of insight can be told from. */
  static SettledSpend everyInsight(Path folder) {
    SettledSpend spend = new SettledSpend(folder, USAGE, COSTS);
    spend
        .days(USAGE, "2026-10-01", "2026-11-22", "search", "m", "9")
        .days(COSTS, "2026-10-01", "2026-11-20", "search", "m", "10")
        .settled("2026-11-20")
        .budget("720", Period.MONTH, "UTC", Map.of(Dimension.PROJECT, "search"))
        .budget("50", Period.MONTH, "UTC", Map.of());
    spend
        .budget("50", Period.MONTH, "UTC", Map.of())
        .budgets
        .add(spend.budgets.remove(2).per(Dimension.PROJECT, Map.of()));
    spend.prepaid.add(
        new PrepaidConfig("v", Money.usd("500"), LocalDate.of(2026, 11, 1), Optional.empty()));
    spend.keyExpiries.put("v", LocalDate.of(2026, 12, 31));
    return spend;
  }

  static Exposition exposition(SettledSpend spend, Clock clock) {
    Insights insights = spend.insights();
    return exposition(spend, clock, () -> insights);
  }

  private static Exposition exposition(
      SettledSpend spend, Clock clock, Supplier<Insights> insights) {
    return new Exposition(
        new MetricsSettings(
            List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL), 20_000, Duration.ZERO),
        new MetricsInputs(
            spend.ledger,
            () -> new Budgets(spend.budgets, spend.ledger).states(clock.instant()),
            insights,
            List::of,
            Map::of,
            Optional::empty,
            new Telemetry().registry()),
        clock);
  }

  @Test
  void whatCanBeTold_isShown() {
    try (SettledSpend spend = everyInsight(folder)) {
      Scrape scrape = scrape(exposition(spend, clock));
      // 19 settled days at 10 and two at 9 so far; ten a day is expected of the rest.
      String month = "aispend_forecast_usd{bound=%s,name=%s,period=month,scope=%s}";
      assertThat(scrape.values())
          .containsEntry(month.formatted("expected", "all", "org"), 300.0)
          .containsEntry(month.formatted("low", "all", "org"), 300.0)
          .containsEntry(month.formatted("high", "b0", "project"), 300.0)
          .containsEntry("aispend_anomaly_observed_usd{name=search,scope=project}", 10.0)
          .containsEntry("aispend_anomaly_expected_usd{name=m,scope=model}", 9.0)
          .containsEntry("aispend_anomaly_zscore{name=all,scope=org}", 0.0)
          .containsEntry("aispend_reconciliation_drift_usd{provider=v,window=7d}", -7.0)
          .containsEntry("aispend_reconciliation_drift_ratio{provider=v,window=30d}", -0.1)
          .containsEntry("aispend_implied_price_ratio{model=m,provider=v}", 1.111111111111111)
          .containsEntry("aispend_account_balance{currency=USD,provider=v}", 292.0)
          .containsEntry("aispend_provider_key_expires_timestamp_seconds{provider=v}", 1798675200.0)
          .containsEntry(
              "aispend_budget_burn_rate{cycle=2026-11,name=b0,period=month,scope=project,"
                  + "window=24h}",
              9.0 / 24)
          .containsEntry(
              "aispend_budget_driver_usd{by=model,cycle=2026-11,name=b1,period=month,scope=org,"
                  + "value=m}",
              189.0)
          .containsEntry(
              "aispend_budget_threshold_crossed{cycle=2026-11,name=b1,owner=ann,period=month,"
                  + "scope=org,threshold=100}",
              1.0)
          .containsEntry("aispend_scrape_errors_total{section=forecast}", 0.0);
      assertThat(scrape.text()).doesNotContain("NaN");
    }
  }

  @Test
  void whatCannotBeTold_isAbsent() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, COSTS)) {
      Scrape scrape = scrape(exposition(spend, clock));
      for (String name : NAMES) {
        assertThat(scrape.metric(name)).isEmpty();
      }
      assertThat(scrape.metric("aispend_scrape_errors_total").values()).containsOnly(0.0);
    }
  }

  @Test
  void insights_followTheLedgerWithinAMinuteAndTheConfigurationAtOnce() {
    try (SettledSpend spend = everyInsight(folder)) {
      AtomicReference<Insights> current = new AtomicReference<>(spend.insights());
      Exposition exposition = exposition(spend, clock, current::get);
      String left = "aispend_account_balance{currency=USD,provider=v}";
      assertThat(scrape(exposition).value(left)).isEqualTo(292);

      spend.hour(USAGE, "2026-11-21T11:00:00Z", "a", "m", "2");
      assertThat(scrape(exposition).value(left)).isEqualTo(292);
      clock.advance(InsightFamilies.LEAST_AGE);
      assertThat(scrape(exposition).value(left)).isEqualTo(290);

      current.set(new Insights(InsightSettings.NONE, spend.ledger));
      assertThat(scrape(exposition).metric("aispend_account_balance")).isEmpty();
    }
  }

  @Test
  void unchangedLedger_isNotReadAgainWithinTheHour() {
    try (SettledSpend spend = everyInsight(folder)) {
      AtomicInteger made = new AtomicInteger();
      Insights insights = spend.insights();
      InsightFamilies families =
          new InsightFamilies(
              "test",
              (current, now) -> {
                made.incrementAndGet();
                return InsightSamples.balances(current, now);
              },
              new MetricsInputs(
                  spend.ledger,
                  List::of,
                  () -> insights,
                  List::of,
                  Map::of,
                  Optional::empty,
                  new Telemetry().registry()),
              clock);
      families.families();
      clock.set("2026-11-21T12:59:59Z");
      families.families();
      assertThat(made).hasValue(1);
      clock.set("2026-11-21T13:00:00Z");
      families.families();
      assertThat(made).hasValue(2);
    }
  }

  @Test
  void anomalies_areBoundedByTheLimitOfSeries() {
    assertThat(new SeriesLimits(20_000).anomalyNames()).isEqualTo(49);
    assertThat(new SeriesLimits(1_000_000).anomalyNames()).isEqualTo(50);
    assertThat(new SeriesLimits(MetricsSettings.LEAST_SERIES).anomalyNames()).isEqualTo(1);
    assertThat(new SeriesLimits(MetricsSettings.LEAST_SERIES).impliedPrices()).isEqualTo(6);
  }

  private static Scrape scrape(Exposition exposition) {
    return Scrape.of(exposition.render(ExpositionFormat.TEXT));
  }
}
