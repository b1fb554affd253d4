// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.CrossingLog;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How far each budget is used up, from canonical sums of the ledger: restarts and restatements
 * change nothing but what is true. Immutable, for any thread.
 */
public final class Budgets {
  private final List<BudgetConfig> budgets;
  private final LedgerReader ledger;
  private final Latches latches;

  /** Budgets whose thresholds follow the spend of the instant, up and down. */
  public Budgets(List<BudgetConfig> budgets, LedgerReader ledger) {
    this(budgets, ledger, CrossingLog.NONE);
  }

  /**
   * Budgets.
   *
   * @param log keeps which thresholds were crossed: each is told once a period, over restarts
   */
  public Budgets(List<BudgetConfig> budgets, LedgerReader ledger, CrossingLog log) {
    this.budgets = List.copyOf(budgets);
    this.ledger = ledger;
    this.latches = new Latches(log);
  }

  /**
   * All budgets in their period at an instant, in the order of the configuration. Spend is known by
   * the UTC hour: where a zone's offset is not in whole hours, the hour that both periods share
   * counts to the one that begins in it.
   */
  public List<BudgetState> states(Instant now) {
    return budgets.stream().map(budget -> state(budget, now)).toList();
  }

  private BudgetState state(BudgetConfig budget, Instant now) {
    BudgetCycle cycle = BudgetCycle.at(budget.cycle(), now);
    Money spent =
        ledger.sums(SumQuery.total(hours(cycle)).where(budget.where())).stream()
            .map(SumRow::cost)
            .reduce(Money.ZERO_USD, Money::plus);
    BigDecimal ratio = ratio(spent, budget.limit());
    return new BudgetState(
        budget.name(),
        budget.scope(),
        budget.cycle().period().code(),
        cycle.label(),
        budget.owner(),
        budget.limit(),
        spent,
        ratio,
        cycle.end(),
        latches.thresholds(budget, cycle, ratio, now));
  }

  /** The UTC hours that count to a period. */
  static ChargePeriod hours(BudgetCycle cycle) {
    Instant start = cycle.start().truncatedTo(ChronoUnit.HOURS);
    Instant end = cycle.end().truncatedTo(ChronoUnit.HOURS);
    return new ChargePeriod(start, end.isAfter(start) ? end : start.plus(1, ChronoUnit.HOURS));
  }

  private static BigDecimal ratio(Money spent, Money limit) {
    return spent.units().divide(limit.units(), MathContext.DECIMAL64);
  }
}
