// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.CrossingLog;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far each budget is used up, from canonical sums of the ledger: restarts and restatements
 * change nothing but what is true. For any thread.
 */
public final class Budgets {
  private final List<BudgetConfig> budgets;
  private final LedgerReader ledger;
  private final QuotaSpend quotaSpend;
  private final Latches latches;
  private final Latches passing = new Latches(CrossingLog.NONE);

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
    this.quotaSpend = new QuotaSpend(ledger);
    this.latches = new Latches(log);
  }

  /**
   * All budgets in their period at an instant, in the order of the configuration; a quota once for
   * each value that has spend or a limit of its own, by value. Spend is known by the UTC hour:
   * where a zone's offset is not in whole hours, the hour that both periods share counts to the one
   * that begins in it. What quotas spent before today may be half a minute old.
   */
  public List<BudgetState> states(Instant now) {
    List<BudgetState> states = new ArrayList<>();
    budgets.forEach(budget -> states.addAll(states(budget, now, QuotaSpend.SOON, latches)));
    return List.copyOf(states);
  }

  /**
   * Those that stop calls, without waiting: nothing is written, and old days of quotas are taken as
   * they were when {@link #states} last read them. Thresholds are those of the instant.
   */
  public List<BudgetState> blocking(Instant now) {
    List<BudgetState> states = new ArrayList<>();
    for (BudgetConfig budget : budgets) {
      if (budget.action() == BudgetConfig.Action.BLOCK) {
        states.addAll(states(budget, now, QuotaSpend.AT_ONCE, passing));
      }
    }
    return List.copyOf(states);
  }

  private List<BudgetState> states(BudgetConfig budget, Instant now, Duration age, Latches kept) {
    BudgetCycle cycle = BudgetCycle.at(budget.cycle(), now);
    List<Share> shares =
        budget.per() == null
            ? List.of(new Share(null, budget.limit(), spent(budget, cycle)))
            : shares(budget, cycle, now, age);
    String terms = terms(budget);
    List<Latches.Fill> fills = shares.stream().map(share -> share.fill(terms)).toList();
    List<List<BudgetState.Threshold>> thresholds = kept.thresholds(budget, cycle, fills, now);
    List<BudgetState> states = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      states.add(shares.get(i).state(budget, cycle, thresholds.get(i)));
    }
    return states;
  }

  private Money spent(BudgetConfig budget, BudgetCycle cycle) {
    return ledger.sums(SumQuery.total(hours(cycle)).where(budget.where())).stream()
        .map(SumRow::cost)
        .reduce(Money.ZERO_USD, Money::plus);
  }

  private List<Share> shares(BudgetConfig quota, BudgetCycle cycle, Instant now, Duration age) {
    Dimension per = Quotas.dimension(quota);
    Map<String, Long> spent = quotaSpend.of(quota, hours(cycle), now, age);
    TreeSet<String> values = new TreeSet<>(spent.keySet());
    values.addAll(quota.limits().keySet());
    List<Share> shares = new ArrayList<>();
    for (String value : values) {
      shares.add(
          new Share(
              new BudgetState.Quota(quota.name(), per, value),
              quota.limitOf(value),
              Money.usd(spent.getOrDefault(value, 0L))));
    }
    return shares;
  }

  /** A whole budget, or the quota of one value. */
  private record Share(BudgetState.@Nullable Quota quota, Money limit, Money spent) {
    BigDecimal ratio() {
      return spent.units().divide(limit.units(), MathContext.DECIMAL64);
    }

    Latches.Fill fill(String terms) {
      String whose = quota == null ? "" : " per " + quota.by().code() + "=" + quota.value();
      return new Latches.Fill("limit=" + limit.decimal() + terms + whose, ratio());
    }

    BudgetState state(
        BudgetConfig budget, BudgetCycle cycle, List<BudgetState.Threshold> thresholds) {
      return new BudgetState(
          quota == null ? budget.name() : budget.nameOf(quota.value()),
          budget.scope(),
          budget.cycle().period().code(),
          cycle.label(),
          budget.owner(),
          limit,
          spent,
          ratio(),
          cycle.end(),
          thresholds,
          quota);
    }
  }

  /** What beside its limit makes a budget another one: {@code period=month zone=UTC user=ann}. */
  private static String terms(BudgetConfig budget) {
    StringBuilder terms = new StringBuilder();
    terms.append(" period=").append(budget.cycle().period().code());
    terms.append(" zone=").append(budget.cycle().zone());
    for (Map.Entry<Dimension, String> wanted : budget.where().entrySet()) {
      terms.append(' ').append(wanted.getKey().code()).append('=').append(wanted.getValue());
    }
    return terms.toString();
  }

  /** The UTC hours that count to a period. */
  static ChargePeriod hours(BudgetCycle cycle) {
    Instant start = cycle.start().truncatedTo(ChronoUnit.HOURS);
    Instant end = cycle.end().truncatedTo(ChronoUnit.HOURS);
    return new ChargePeriod(start, end.isAfter(start) ? end : start.plus(1, ChronoUnit.HOURS));
  }
}
