// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.testing.SettledSpend.COSTS;
import static aispend.testing.SettledSpend.OTHER;
import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig.Period;
import aispend.config.PrepaidConfig;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Source;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts, anomalies, reconciliation and balances over a real ledger. */
final class InsightsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  @TempDir private Path folder;

  @Test
  void emptyLedger_tellsNothing() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, COSTS)) {
      spend.budget("10", Period.MONTH, "UTC", Map.of());
      Insights insights = spend.insights();
      assertThat(insights.forecasts(NOW)).isEmpty();
      assertThat(insights.anomalies(NOW, 50)).isEmpty();
      assertThat(insights.reconciliations(NOW)).isEmpty();
      assertThat(insights.balances(NOW)).isEmpty();
    }
  }

  @Test
  void forecasts_areOfAllAndOfMonthlyBudgets() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-09-01", "2026-11-21", "search", "m", "10")
          .days(USAGE, "2026-09-01", "2026-11-21", "batch", "m", "1")
          .settled("2026-11-20")
          .budget("100", Period.MONTH, "UTC", Map.of(Dimension.PROJECT, "search"))
          .budget("100", Period.WEEK, "UTC", Map.of());
      assertThat(spend.insights().forecasts(NOW))
          .containsExactly(forecast("org", "all", "330"), forecast("project", "b0", "300"));
    }
  }

  @Test
  void budgetOfAnotherZone_hasItsOwnMonthOfUtcDays() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-09-01", "2026-11-30", "search", "m", "10")
          .settled("2026-11-30")
          .budget("100", Period.MONTH, "Asia/Kathmandu", Map.of());
      // There it is 1 December; in UTC it is still November.
      assertThat(spend.insights().forecasts(Instant.parse("2026-11-30T19:00:00Z")))
          .containsExactly(forecast("org", "all", "300"), forecast("org", "b0", "310"));
    }
  }

  @Test
  void slowestSource_settlesTheDay() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, OTHER)) {
      spend
          .days(USAGE, "2026-10-01", "2026-11-20", "a", "m", "10")
          .days(USAGE, "2026-11-19", "2026-11-20", "b", "m", "90")
          .settled(USAGE, "2026-11-20")
          .settled(OTHER, "2026-11-19");
      Insights insights = spend.insights();
      assertThat(anomaly(insights, "org", "all").day()).isEqualTo(LocalDate.of(2026, 11, 18));
      assertThat(anomaly(insights, "provider", "v").day()).isEqualTo(LocalDate.of(2026, 11, 19));
      assertThat(anomaly(insights, "provider", "v").observed()).isEqualTo(Money.usd("100"));
    }
  }

  @Test
  void sourceNobodyAsksAnyMore_holdsNothingBack() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, OTHER)) {
      spend.days(USAGE, "2026-10-01", "2026-11-20", "a", "m", "10").settled(USAGE, "2026-11-20");
      assertThat(spend.insights().forecasts(NOW)).isEmpty();
      spend.polled.remove(OTHER);
      assertThat(spend.insights().forecasts(NOW)).containsExactly(forecast("org", "all", "300"));
    }
  }

  @Test
  void spendOnlySent_settlesWhenItsDayIsOver() {
    Source events =
        SettledSpend.source("app", "events", Layer.ATTRIBUTED, Source.Timeliness.REALTIME);
    try (SettledSpend spend = new SettledSpend(folder, events)) {
      spend.days(events, "2026-10-01", "2026-11-22", "a", "m", "10");
      spend.polled.clear();
      assertThat(anomaly(spend.insights(), "org", "all").day())
          .isEqualTo(LocalDate.of(2026, 11, 20));
    }
  }

  @Test
  void anomalies_areOfEachNameWithSevenDaysBefore() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-11-01", "2026-11-19", "old", "m1", "10")
          .days(USAGE, "2026-11-18", "2026-11-19", "old", "m2", "40")
          .days(USAGE, "2026-11-11", "2026-11-19", "just", "m1", "1")
          .days(USAGE, "2026-11-12", "2026-11-19", "young", "m1", "2")
          .days(USAGE, "2026-11-01", "2026-11-19", "", "m1", "5")
          .days(USAGE, "2026-11-01", "2026-11-11", "gone", "m3", "5")
          .settled("2026-11-19");
      Insights insights = spend.insights();
      assertThat(insights.anomalies(NOW, 50))
          .extracting(each -> each.scope() + " " + each.name())
          .containsExactly("org all", "provider v", "project old", "project just", "model m1");
      assertThat(anomaly(insights, "project", "old").observed()).isEqualTo(Money.usd("50"));
      assertThat(anomaly(insights, "project", "old").expected()).isEqualTo(Money.usd("10"));
      assertThat(anomaly(insights, "project", "old").zscore()).isEqualByComparingTo("80");
      assertThat(insights.anomalies(NOW, 1))
          .extracting(each -> each.scope() + " " + each.name())
          .containsExactly("org all", "provider v", "project old", "model m1");
    }
  }

  @Test
  void drift_isUsageLessBillOverDaysSettledInBoth() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, COSTS)) {
      spend
          .days(USAGE, "2026-10-21", "2026-11-21", "a", "m1", "9")
          .days(USAGE, "2026-10-21", "2026-11-21", "a", "m2", "2")
          .days(COSTS, "2026-10-21", "2026-11-13", "a", "m1", "10")
          .days(COSTS, "2026-11-13", "2026-11-18", "a", "m1", "8")
          .days(COSTS, "2026-10-21", "2026-11-18", "a", "", "0.5")
          // Settled, but the bill says nothing about the 18th.
          .settled(USAGE, "2026-11-20")
          .settled(COSTS, "2026-11-19");
      List<Reconciliation> all = spend.insights().reconciliations(NOW);
      // 7 days from 12 November: 6 days at 11 metered; billed 1 at 10.5 and 5 at 8.5.
      // 30 days from 20 October: 28 days; billed 23 at 10.5 and 5 at 8.5.
      assertThat(all)
          .containsExactly(
              new Reconciliation(
                  "v",
                  List.of(
                      new Reconciliation.Drift("7d", Money.usd("66"), Money.usd("53")),
                      new Reconciliation.Drift("30d", Money.usd("308"), Money.usd("284"))),
                  List.of(
                      new Reconciliation.PriceRatio("m1", Money.usd("270"), Money.usd("252")))));
      assertThat(all.get(0).drifts().get(0).difference()).isEqualTo(Money.usd("13"));
      assertThat(all.get(0).drifts().get(0).ratio().orElseThrow().doubleValue())
          .isCloseTo(13.0 / 53, Offset.offset(1e-12));
      assertThat(all.get(0).priceRatios().get(0).ratio().doubleValue())
          .isCloseTo(270.0 / 252, Offset.offset(1e-12));
    }
  }

  @Test
  void modelWithUnpricedTokens_hasNoImpliedPrice() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, COSTS)) {
      spend
          .days(USAGE, "2026-11-01", "2026-11-20", "a", "m1", "9", 0)
          .days(USAGE, "2026-11-01", "2026-11-20", "a", "m2", "9", 100)
          .days(COSTS, "2026-11-01", "2026-11-20", "a", "m1", "10")
          .days(COSTS, "2026-11-01", "2026-11-20", "b", "m2", "10")
          .settled("2026-11-20");
      assertThat(spend.insights().reconciliations(NOW).get(0).priceRatios())
          .extracting(Reconciliation.PriceRatio::model)
          .containsExactly("m1");
    }
  }

  @Test
  void billOfNothing_hasADriftButNoRatio() {
    assertThat(new Reconciliation.Drift("7d", Money.usd("3"), Money.ZERO_USD).ratio()).isEmpty();
    assertThat(new Reconciliation.Drift("7d", Money.usd("3"), Money.usd("-4")).ratio())
        .hasValueSatisfying(ratio -> assertThat(ratio).isEqualByComparingTo("1.75"));
  }

  @Test
  void providerWithoutABill_isNotReconciled() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend.days(USAGE, "2026-11-01", "2026-11-20", "a", "m", "9").settled("2026-11-20");
      assertThat(spend.insights().reconciliations(NOW)).isEmpty();
    }
  }

  @Test
  void balance_isWhatWasBoughtLessWhatWasSpentSince() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE, OTHER)) {
      spend
          .days(USAGE, "2026-10-31", "2026-11-03", "a", "m", "9")
          .hour(USAGE, "2026-11-21T06:00:00Z", "a", "m", "1")
          .days(OTHER, "2026-11-21", "2026-11-22", "a", "m", "50");
      buy(spend, "v", "100", "2026-11-10");
      buy(spend, "v", "20", "2026-11-01");
      buy(spend, "v", "500", "2026-11-22");
      buy(spend, "w", "40", "2026-11-21");
      buy(spend, "later", "40", "2026-11-22");
      assertThat(spend.insights().balances(NOW))
          .containsExactly(new Balance("v", Money.usd("101")), new Balance("w", Money.usd("-10")));
    }
  }

  @Test
  void keyExpiry_isTheStartOfItsDay() {
    try (SettledSpend spend = new SettledSpend(folder)) {
      spend.keyExpiries.put("v", LocalDate.of(2026, 12, 31));
      assertThat(spend.insights().keyExpiries())
          .isEqualTo(Map.of("v", Instant.parse("2026-12-31T00:00:00Z")));
    }
  }

  private static void buy(SettledSpend spend, String provider, String amount, String from) {
    spend.prepaid.add(
        new PrepaidConfig(provider, Money.usd(amount), LocalDate.parse(from), Optional.empty()));
  }

  private static Anomaly anomaly(Insights insights, String scope, String name) {
    return insights.anomalies(NOW, 50).stream()
        .filter(each -> each.scope().equals(scope) && each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Forecast forecast(String scope, String name, String dollars) {
    Money exactly = Money.usd(dollars);
    return new Forecast(scope, name, "month", exactly, exactly, exactly);
  }
}
