// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import aispend.config.BudgetConfig;
import aispend.config.BudgetConfig.Action;
import aispend.config.BudgetConfig.Period;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.SettledSpend;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget for each value of a dimension. */
final class QuotasTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;
  private SettledSpend spend;

  @BeforeEach
  void open() {
    spend = new SettledSpend(folder, USAGE);
  }

  @AfterEach
  void close() {
    spend.close();
  }

  @Test
  void eachValue_hasItsOwnSpendLimitAndThresholds() {
    quota(Dimension.FEATURE, "10", Map.of("mail", Money.usd("100"), "idle", Money.usd("5")));
    spend
        .feature(USAGE, "2026-11-03T05:00:00Z", "search", "6")
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "3.5")
        .feature(USAGE, "2026-11-21T06:00:00Z", "mail", "20")
        .hour(USAGE, "2026-11-21T06:00:00Z", "p", "m", "1000");

    List<BudgetState> states = states(NOW);

    // Idle has a limit of its own and no spend; what has no feature has no quota.
    assertThat(states)
        .extracting(BudgetState::name, BudgetState::scope, BudgetState::spent, BudgetState::limit)
        .containsExactly(
            row("idle", "0", "5"), row("mail", "20", "100"), row("search", "9.5", "10"));
    BudgetState search = states.get(2);
    assertThat(search.quota())
        .isEqualTo(new BudgetState.Quota("seats", Dimension.FEATURE, "search"));
    assertThat(search.ratio()).isEqualByComparingTo("0.95");
    assertThat(search.cycleEnd()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(search.thresholds())
        .containsExactly(
            new BudgetState.Threshold(50, true, NOW),
            new BudgetState.Threshold(90, true, NOW),
            new BudgetState.Threshold(100, false, null));
    assertThat(states.get(1).thresholds())
        .extracting(BudgetState.Threshold::crossed)
        .containsExactly(false, false, false);
  }

  @Test
  void crossings_areOfOneValueAndStayOverARestartAndACredit() {
    quota(Dimension.FEATURE, "10", Map.of());
    spend
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "9")
        .feature(USAGE, "2026-11-21T05:00:00Z", "mail", "1");
    assertThat(crossed(states(NOW), "seats/search")).containsExactly(NOW, NOW, null);

    // Search gets money back, mail goes over; the daemon begins anew in between.
    Instant later = NOW.plusSeconds(3_600);
    spend.close();
    spend = new SettledSpend(folder, USAGE);
    quota(Dimension.FEATURE, "10", Map.of());
    spend
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "1")
        .feature(USAGE, "2026-11-21T05:00:00Z", "mail", "10");

    List<BudgetState> states = states(later);
    assertThat(crossed(states, "seats/search")).containsExactly(NOW, NOW, null);
    assertThat(crossed(states, "seats/mail")).containsExactly(later, later, later);
    // December arms all of them again.
    spend.feature(USAGE, "2026-12-01T00:00:00Z", "search", "5");
    Instant december = Instant.parse("2026-12-01T00:30:00Z");
    assertThat(crossed(states(december), "seats/search")).containsExactly(december, null, null);
  }

  @Test
  void newOverride_isANewQuotaForThatValueAlone() {
    quota(Dimension.FEATURE, "10", Map.of());
    spend
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "9")
        .feature(USAGE, "2026-11-21T05:00:00Z", "mail", "9");
    states(NOW);
    spend.budgets.clear();
    quota(Dimension.FEATURE, "10", Map.of("mail", Money.usd("100")));

    List<BudgetState> states = states(NOW.plusSeconds(60));

    assertThat(crossed(states, "seats/search")).containsExactly(NOW, NOW, null);
    assertThat(crossed(states, "seats/mail")).containsExactly(null, null, null);
  }

  @Test
  void sameBudgets_showWhatTodayAddsAtOnceAndOldDaysSoon() {
    quota(Dimension.FEATURE, "10", Map.of());
    spend
        .feature(USAGE, "2026-11-20T05:00:00Z", "search", "1")
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "1");
    Budgets budgets = new Budgets(spend.budgets, spend.ledger);
    assertThat(budgets.states(NOW).get(0).spent()).isEqualTo(Money.usd("2"));

    spend
        .feature(USAGE, "2026-11-20T05:00:00Z", "search", "5")
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "3");

    assertThat(budgets.states(NOW.plusSeconds(1)).get(0).spent()).isEqualTo(Money.usd("4"));
    assertThat(budgets.blocking(NOW.plusSeconds(40))).isEmpty();
    assertThat(budgets.states(NOW.plusSeconds(30)).get(0).spent()).isEqualTo(Money.usd("8"));
  }

  @Test
  void blockingQuotas_doNotWaitForOldDays() {
    spend.budgets.add(config(Action.BLOCK, Map.of()).per(Dimension.FEATURE, Map.of()));
    spend.feature(USAGE, "2026-11-20T05:00:00Z", "search", "1");
    Budgets budgets = new Budgets(spend.budgets, spend.ledger);
    assertThat(budgets.blocking(NOW).get(0).spent()).isEqualTo(Money.usd("1"));

    spend
        .feature(USAGE, "2026-11-20T05:00:00Z", "search", "5")
        .feature(USAGE, "2026-11-21T05:00:00Z", "search", "2");
    assertThat(budgets.blocking(NOW.plusSeconds(60)).get(0).spent()).isEqualTo(Money.usd("3"));
    budgets.states(NOW.plusSeconds(61));
    assertThat(budgets.blocking(NOW.plusSeconds(62)).get(0).spent()).isEqualTo(Money.usd("7"));
  }

  @Test
  void paceForecastAndDrivers_areEachValuesOwn() {
    quota(Dimension.PROJECT, "300", Map.of());
    spend
        .days(USAGE, "2026-08-01", "2026-11-21", "search", "m1", "10")
        .days(USAGE, "2026-08-01", "2026-11-21", "mail", "m2", "1")
        .hour(USAGE, "2026-11-21T11:00:00Z", "search", "m2", "5")
        .settled("2026-11-21");
    List<BudgetState> states = states(NOW);
    Insights insights = spend.insights();

    // search: 20 days at 10 and a 21st at 5; the rest of 30 days at 10 each: 200 + 10 * 10.
    assertThat(insights.forecasts(states, NOW))
        .extracting(Forecast::scope, Forecast::name, Forecast::expected)
        .containsExactly(
            tuple("org", "all", Money.usd("330")),
            tuple("project", "seats/mail", Money.usd("30")),
            tuple("project", "seats/search", Money.usd("300")));
    // The last hour: 5 of 300 dollars in 1 of 720 hours: 5 * 720 / 300.
    assertThat(insights.burnRates(states, NOW))
        .filteredOn(rate -> rate.window().label().equals("1h"))
        .extracting(BurnRate::name, rate -> rate.rate().stripTrailingZeros())
        .containsExactly(
            tuple("seats/mail", BigDecimal.ZERO.stripTrailingZeros()),
            tuple("seats/search", new BigDecimal("12")));
    BudgetReport search =
        insights.budgetReports(states, NOW).stream()
            .filter(report -> report.state().name().equals("seats/search"))
            .findFirst()
            .orElseThrow();
    assertThat(search.where()).isEqualTo(Map.of(Dimension.PROJECT, "search"));
    assertThat(search.expected()).isEqualTo(Money.usd("300"));
    assertThat(search.drivers())
        .containsExactly(
            new BudgetReport.Driver(Dimension.MODEL, "m1", Money.usd("200")),
            new BudgetReport.Driver(Dimension.MODEL, "m2", Money.usd("5")),
            new BudgetReport.Driver(Dimension.PROVIDER, "v", Money.usd("205")));
  }

  @Test
  void conditions_narrowWhoseSpendCounts() {
    spend.budgets.add(
        config(Action.ALERT, Map.of(Dimension.PROJECT, "a-*")).per(Dimension.PROJECT, Map.of()));
    spend
        .hour(USAGE, "2026-11-21T05:00:00Z", "a-one", "m", "1")
        .hour(USAGE, "2026-11-21T05:00:00Z", "b-two", "m", "2");
    assertThat(states(NOW)).extracting(BudgetState::name).containsExactly("seats/a-one");
  }

  private void quota(Dimension per, String limit, Map<String, Money> limits) {
    spend.budgets.add(
        new BudgetConfig(
                "seats",
                Money.usd(limit),
                new BudgetConfig.Cycle(Period.MONTH, ZoneOffset.UTC),
                "ann",
                List.of(50, 90, 100),
                Map.of(),
                Action.ALERT)
            .per(per, limits));
  }

  private static BudgetConfig config(Action action, Map<Dimension, String> where) {
    return new BudgetConfig(
        "seats",
        Money.usd("10"),
        new BudgetConfig.Cycle(Period.MONTH, ZoneOffset.UTC),
        "ann",
        List.of(100),
        where,
        action);
  }

  private List<BudgetState> states(Instant now) {
    return new Budgets(spend.budgets, spend.ledger, spend.ledger.crossings()).states(now);
  }

  private static Tuple row(String value, String spent, String limit) {
    return tuple("seats/" + value, "feature", Money.usd(spent), Money.usd(limit));
  }

  private static List<Instant> crossed(List<BudgetState> states, String name) {
    BudgetState state =
        states.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return state.thresholds().stream().map(BudgetState.Threshold::crossedAt).toList();
  }
}
