// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.AnomalyConfig;
import aispend.config.BudgetConfig;
import aispend.config.BudgetConfig.Action;
import aispend.config.BudgetConfig.Period;
import aispend.ledger.Batch;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A quota for each of many users, of whom each spends on every day: 200 users and 5 days, or as
 * many as the system properties {@code quota.users} and {@code quota.days} say. Times are logged.
 */
final class ManyQuotasTest {
  private static final Logger log = LoggerFactory.getLogger(ManyQuotasTest.class);
  private static final int USERS = Integer.getInteger("quota.users", 200);
  private static final int DAYS = Integer.getInteger("quota.days", 5);
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir private Path folder;

  @Test
  @Timeout(1_200)
  void manyUsers_eachHaveTheirQuota() {
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    try (SqlLedger ledger = SqlLedger.open(url, List.of(Dimension.PROVIDER))) {
      ledger.register(SettledSpend.USAGE, Set.of());
      for (int back = DAYS - 1; back >= 0; back--) {
        keep(ledger, NOW.truncatedTo(ChronoUnit.DAYS).minus(back, ChronoUnit.DAYS));
      }
      BudgetConfig quota =
          new BudgetConfig(
                  "seats",
                  Money.usd("10"),
                  new BudgetConfig.Cycle(Period.MONTH, ZoneOffset.UTC),
                  "ann",
                  List.of(50, 75, 90, 100),
                  Map.of(),
                  Action.BLOCK)
              .per(Dimension.USER, Map.of());
      Budgets budgets = new Budgets(List.of(quota), ledger, ledger.crossings());

      List<BudgetState> states = timed("states, first", () -> budgets.states(NOW));
      timed("states, 2 s later", () -> budgets.states(NOW.plusSeconds(2)));
      keep(ledger, NOW.truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS));
      timed("states, 40 s later", () -> budgets.states(NOW.plusSeconds(40)));
      timed("blocking, 42 s later", () -> budgets.blocking(NOW.plusSeconds(42)));
      Insights insights = insights(quota, ledger);
      List<BudgetState> page = states.subList(0, Math.min(100, states.size()));
      List<BudgetReport> reports = timed("reports of 100", () -> insights.budgetReports(page, NOW));
      List<BurnRate> rates =
          timed("pace of 35", () -> insights.burnRates(page.subList(0, 35), NOW));

      assertThat(states).hasSize(USERS);
      // Each spends a cent more a day than the one before him: user 3 has 0.04 dollars a day.
      assertThat(states.get(3).spent()).isEqualTo(Money.usd(40_000_000L * DAYS));
      assertThat(reports).hasSize(page.size());
      assertThat(rates).hasSize(35 * BurnWindow.values().length);
    }
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long begun = System.nanoTime();
    T done = work.get();
    log.info("{}: {} ms", what, (System.nanoTime() - begun) / 1_000_000);
    return done;
  }

  private static Insights insights(BudgetConfig quota, SqlLedger ledger) {
    return new Insights(
        new InsightSettings(
            List.of(quota),
            List.of(),
            Map.of(),
            List.of(SettledSpend.USAGE),
            AnomalyRules.of(AnomalyConfig.USUAL)),
        ledger);
  }

  private static void keep(SqlLedger ledger, Instant day) {
    ChargePeriod period = ChargePeriod.hourOf(day.plus(3, ChronoUnit.HOURS));
    List<UsageRecord> records = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      Dimensions dimensions =
          Dimensions.of(Dimension.PROVIDER, "v").with(Dimension.USER, "user-%05d".formatted(user));
      Money spent = Money.usd(10_000_000L * (user + 1));
      records.add(
          new UsageRecord(
              period,
              dimensions,
              Tokens.NONE,
              null,
              Map.of(),
              new Cost.Billed(
                  spent, new ReportedCost("" + spent.decimal(), ReportedCost.Unit.MAJOR, "USD"))));
    }
    ledger.append(
        new Batch(
            SettledSpend.USAGE.name(),
            period,
            List.of(new Batch.Bucket("all", period, true, records)),
            period.end()));
  }
}
