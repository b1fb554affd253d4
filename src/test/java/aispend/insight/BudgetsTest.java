// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig;
import aispend.ledger.Batch;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Source;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BudgetsTest {
  @TempDir private Path folder;
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT));
    ledger.register(
        new Source(
            "v:usage",
            "v",
            Layer.METERED,
            Source.Timeliness.HOURLY,
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofDays(3),
            Duration.ofDays(1)),
        Set.of());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void monthOfAll_isWhatWasSpentInIt() {
    spend("2026-10-31T23:00:00Z", "search", "100");
    spend("2026-11-01T00:00:00Z", "search", "30");
    spend("2026-11-21T06:00:00Z", "batch", "15");
    assertThat(states(budget("UTC", BudgetConfig.Period.MONTH, Map.of()), "2026-11-21T07:00:00Z"))
        .containsExactly(
            new BudgetState(
                "b",
                "org",
                "month",
                "2026-11",
                "ann",
                Money.usd("50"),
                Money.usd("45"),
                new BigDecimal("0.9"),
                Instant.parse("2026-12-01T00:00:00Z"),
                List.of(
                    new BudgetState.Threshold(50, true, null),
                    new BudgetState.Threshold(75, true, null),
                    new BudgetState.Threshold(90, true, null),
                    new BudgetState.Threshold(100, false, null))));
  }

  @Test
  void oneDimension_isTheScopeAndTakesPatterns() {
    spend("2026-11-21T06:00:00Z", "search-eu", "7");
    spend("2026-11-21T06:00:00Z", "batch", "90");
    BudgetState state =
        states(
                budget("UTC", BudgetConfig.Period.DAY, Map.of(Dimension.PROJECT, "search-*")),
                "2026-11-21T07:00:00Z")
            .get(0);
    assertThat(state.scope()).isEqualTo("project");
    assertThat(state.spent()).isEqualTo(Money.usd("7"));
  }

  @Test
  void dayOfAnotherZone_beginsAndEndsThere() {
    // In Kathmandu (+05:45) the 21st lasts from 18:15 UTC of the 20th: the hour 18 counts to it.
    spend("2026-11-20T17:00:00Z", "search", "1");
    spend("2026-11-20T18:00:00Z", "search", "2");
    spend("2026-11-21T17:00:00Z", "search", "4");
    spend("2026-11-21T18:00:00Z", "search", "8");
    BudgetState state =
        states(budget("Asia/Kathmandu", BudgetConfig.Period.DAY, Map.of()), "2026-11-21T06:00:00Z")
            .get(0);
    assertThat(state.spent()).isEqualTo(Money.usd("6"));
    assertThat(state.cycle()).isEqualTo("2026-11-21");
    assertThat(state.cycleEnd()).isEqualTo(Instant.parse("2026-11-21T18:15:00Z"));
  }

  @Test
  void shortAndLongDays_areWhole() {
    // New York: 8 March 2026 has 23 hours, 1 November 2026 has 25.
    assertThat(cycle("America/New_York", BudgetConfig.Period.DAY, "2026-03-08T12:00:00Z"))
        .isEqualTo(Duration.ofHours(23));
    assertThat(cycle("America/New_York", BudgetConfig.Period.DAY, "2026-11-01T12:00:00Z"))
        .isEqualTo(Duration.ofHours(25));
    assertThat(cycle("UTC", BudgetConfig.Period.MONTH, "2028-02-29T12:00:00Z"))
        .isEqualTo(Duration.ofDays(29));
  }

  @Test
  void weeksAndHours_areLabelledByTheirStart() {
    assertThat(label(BudgetConfig.Period.WEEK, "UTC", "2027-01-03T12:00:00Z"))
        .isEqualTo("2026-W53");
    assertThat(label(BudgetConfig.Period.HOUR, "Asia/Kathmandu", "2026-11-21T07:30:00Z"))
        .isEqualTo("2026-11-21T13+05:45");
    // The hour that is lived twice has two labels.
    assertThat(label(BudgetConfig.Period.HOUR, "America/New_York", "2026-11-01T05:30:00Z"))
        .isEqualTo("2026-11-01T01-04:00");
    assertThat(label(BudgetConfig.Period.HOUR, "America/New_York", "2026-11-01T06:30:00Z"))
        .isEqualTo("2026-11-01T01-05:00");
  }

  private static Duration cycle(String zone, BudgetConfig.Period period, String now) {
    BudgetCycle cycle =
        BudgetCycle.at(new BudgetConfig.Cycle(period, ZoneId.of(zone)), Instant.parse(now));
    return Duration.between(cycle.start(), cycle.end());
  }

  private static String label(BudgetConfig.Period period, String zone, String now) {
    return BudgetCycle.at(new BudgetConfig.Cycle(period, ZoneId.of(zone)), Instant.parse(now))
        .label();
  }

  private List<BudgetState> states(BudgetConfig budget, String now) {
    return new Budgets(List.of(budget), ledger).states(Instant.parse(now));
  }

  private static BudgetConfig budget(
      String zone, BudgetConfig.Period period, Map<Dimension, String> where) {
    return new BudgetConfig(
        "b",
        Money.usd("50"),
        new BudgetConfig.Cycle(period, ZoneId.of(zone)),
        "ann",
        List.of(50, 75, 90, 100),
        where,
        BudgetConfig.Action.ALERT);
  }

  private void spend(String hour, String project, String dollars) {
    ChargePeriod period = ChargePeriod.hourOf(Instant.parse(hour));
    UsageRecord record =
        new UsageRecord(
            period,
            Dimensions.of(Dimension.PROVIDER, "v").with(Dimension.PROJECT, project),
            Tokens.NONE,
            null,
            Map.of(),
            new Cost.Billed(
                Money.usd(dollars), new ReportedCost(dollars, ReportedCost.Unit.MAJOR, "USD")));
    ledger.append(
        new Batch(
            "v:usage",
            period,
            List.of(new Batch.Bucket(project, period, true, List.of(record))),
            Instant.parse("2026-11-21T07:00:00Z")));
  }
}
