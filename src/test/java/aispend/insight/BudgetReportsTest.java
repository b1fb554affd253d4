// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig.Period;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets in detail, over a real ledger. */
final class BudgetReportsTest {
  @TempDir private Path folder;

  @Test
  void dayHalfOver_goesOnAtItsPace() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .hour(USAGE, "2026-11-21T03:00:00Z", "search", "m1", "40")
          .hour(USAGE, "2026-11-21T09:00:00Z", "search", "m2", "20")
          .hour(USAGE, "2026-11-20T09:00:00Z", "search", "m2", "500")
          .budget("100", Period.DAY, "UTC", Map.of());
      BudgetReport report = report(spend, "2026-11-21T12:00:00Z");
      // 60 in 12 hours: 120 in the day. The 40 that are left go in 8 hours.
      assertThat(report.expected()).isEqualTo(Money.usd("120"));
      assertThat(report.breachAt()).isEqualTo(Instant.parse("2026-11-21T20:00:00Z"));
      assertThat(report.action()).isEqualTo("alert");
      // All of it is one project: that tells least.
      assertThat(report.drivers())
          .containsExactly(
              new BudgetReport.Driver(Dimension.MODEL, "m1", Money.usd("40")),
              new BudgetReport.Driver(Dimension.MODEL, "m2", Money.usd("20")),
              new BudgetReport.Driver(Dimension.PROJECT, "search", Money.usd("60")));
    }
  }

  @Test
  void budgetOfAFeature_isSplitByWhatSumsKnow() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .feature(USAGE, "2026-11-21T03:00:00Z", "chat", "40")
          .feature(USAGE, "2026-11-21T04:00:00Z", "chat-eu", "20")
          .budget("100", Period.DAY, "UTC", Map.of(Dimension.FEATURE, "chat*"))
          .budget(
              "100", Period.DAY, "UTC", Map.of(Dimension.FEATURE, "chat", Dimension.USER, "ann"));
      Instant now = Instant.parse("2026-11-21T12:00:00Z");
      List<BudgetReport> reports = spend.insights().budgetReports(states(spend, now), now);
      assertThat(reports.get(0).drivers())
          .containsExactly(
              new BudgetReport.Driver(Dimension.FEATURE, "chat", Money.usd("40")),
              new BudgetReport.Driver(Dimension.FEATURE, "chat-eu", Money.usd("20")),
              new BudgetReport.Driver(Dimension.PROVIDER, "v", Money.usd("60")));
      assertThat(reports.get(1).drivers()).isEmpty();
    }
  }

  @Test
  void firstTwentiethOfAPeriod_saysNothingOfTheRest() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .hour(USAGE, "2026-11-21T00:00:00Z", "search", "m1", "40")
          .budget("100", Period.DAY, "UTC", Map.of());
      // A twentieth of a day is 72 minutes.
      assertThat(report(spend, "2026-11-21T01:11:59Z").expected()).isNull();
      assertThat(report(spend, "2026-11-21T01:12:00Z").expected()).isEqualTo(Money.usd("800"));
    }
  }

  @Test
  void monthWithAForecast_goesWhereItSays() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-09-01", "2026-11-21", "search", "m", "10")
          .settled("2026-11-21")
          .budget("250", Period.MONTH, "UTC", Map.of());
      BudgetReport report = report(spend, "2026-11-21T00:00:00Z");
      // 200 are spent and 100 to come within 10 days: 50 are left for 5 of them.
      assertThat(report.expected()).isEqualTo(Money.usd("300"));
      assertThat(report.breachAt()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
    }
  }

  @Test
  void budgetThatLastsOrIsGone_isNotBreached() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .hour(USAGE, "2026-11-21T00:00:00Z", "search", "m1", "50")
          .budget("100", Period.DAY, "UTC", Map.of())
          .budget("50", Period.DAY, "UTC", Map.of());
      Insights insights = spend.insights();
      Instant noon = Instant.parse("2026-11-21T12:00:00Z");
      assertThat(insights.budgetReports(states(spend, noon), noon))
          .extracting(BudgetReport::breachAt)
          .containsExactly(null, null);
    }
  }

  @Test
  void threshold_isReachedInTheHourOfUse() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .hour(USAGE, "2026-11-21T09:00:00Z", "search", "m1", "70")
          .hour(USAGE, "2026-11-21T03:00:00Z", "search", "m1", "50")
          .budget("100", Period.DAY, "UTC", Map.of());
      Instant seen = Instant.parse("2026-11-21T15:00:00Z");
      assertThat(report(spend, seen.toString()).thresholds())
          .containsExactly(
              new BudgetReport.Threshold(
                  new BudgetState.Threshold(100, true, seen),
                  Money.usd("100"),
                  Instant.parse("2026-11-21T09:00:00Z")));

      // A credit takes it back: it was crossed, and is not reached any more.
      spend.hour(USAGE, "2026-11-21T09:00:00Z", "search", "m1", "1");
      BudgetReport.Threshold later = report(spend, "2026-11-21T16:00:00Z").thresholds().get(0);
      assertThat(later.state()).isEqualTo(new BudgetState.Threshold(100, true, seen));
      assertThat(later.reachedAt()).isNull();
    }
  }

  @Test
  void anotherLimit_isAnotherBudget() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .hour(USAGE, "2026-11-21T09:00:00Z", "search", "m1", "70")
          .budget("50", Period.DAY, "UTC", Map.of());
      assertThat(report(spend, "2026-11-21T15:00:00Z").thresholds().get(0).state().crossed())
          .isTrue();
      spend.budgets.clear();
      spend.budget("100", Period.DAY, "UTC", Map.of());
      assertThat(report(spend, "2026-11-21T15:00:00Z").thresholds().get(0).state().crossed())
          .isFalse();
    }
  }

  @Test
  void onlyCrossedBudgets_areOverspent() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .hour(USAGE, "2026-11-21T09:00:00Z", "search", "m1", "70")
          .budget("100", Period.DAY, "UTC", Map.of())
          .budget("60", Period.DAY, "UTC", Map.of());
      Instant now = Instant.parse("2026-11-21T15:00:00Z");
      assertThat(spend.insights().overspent(states(spend, now), now))
          .extracting(report -> report.state().name())
          .containsExactly("b1");
      // States of a configuration that is gone.
      assertThat(spend.insights().overspent(List.of(), now)).isEmpty();
    }
  }

  private static BudgetReport report(SettledSpend spend, String now) {
    Instant at = Instant.parse(now);
    return spend.insights().budgetReports(states(spend, at), at).get(0);
  }

  private static List<BudgetState> states(SettledSpend spend, Instant now) {
    return new Budgets(spend.budgets, spend.ledger, spend.ledger.crossings()).states(now);
  }
}
