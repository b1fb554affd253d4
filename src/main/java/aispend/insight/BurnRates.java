// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.ledger.CostRow;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Money;
import aispend.model.Source;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Burn rates of budgets over their last full UTC hours: the running hour is left out, as only a
 * part of it is spent. Where only daily sources feed a budget, over its last full UTC days, since a
 * day's amount stands in one hour. An even pace is the limit over the length of the running cycle,
 * which differs by month and by the zone's clock changes.
 */
final class BurnRates {
  private final LedgerReader ledger;
  private final Feeding feeding;
  private final Instant now;

  BurnRates(LedgerReader ledger, Feeding feeding, Instant now) {
    this.ledger = ledger;
    this.feeding = feeding;
    this.now = now;
  }

  /**
   * Budgets first, then quotas.
   *
   * @param quotas the values whose quotas are told, by budget
   */
  List<BurnRate> of(List<BudgetConfig> budgets, Map<BudgetConfig, Set<String>> quotas) {
    List<BurnRate> rates = new ArrayList<>();
    for (BudgetConfig budget : budgets) {
      if (budget.per() == null) {
        Pace pace = pace(budget);
        if (pace.isTold()) {
          Map<Instant, BigDecimal> hours = hours(budget, pace.end());
          rates.addAll(pace.rates(budget.name(), budget.limit(), hours));
        }
      }
    }
    quotas.forEach((quota, values) -> rates.addAll(ofQuotas(quota, values)));
    return List.copyOf(rates);
  }

  private List<BurnRate> ofQuotas(BudgetConfig quota, Set<String> values) {
    Pace pace = pace(quota);
    if (!pace.isTold()) {
      return List.of();
    }
    ChargePeriod period = new ChargePeriod(pace.end().minus(BurnWindow.LONGEST), pace.end());
    Map<String, List<CostRow>> rows =
        Quotas.costs(ledger, quota, period, SumQuery.Granularity.HOUR, values);
    List<BurnRate> rates = new ArrayList<>();
    for (String value : values) {
      Map<Instant, BigDecimal> hours = new HashMap<>();
      for (CostRow row : rows.getOrDefault(value, List.of())) {
        Instant hour = requireNonNull(row.bucket(), "bucket");
        hours.merge(hour, row.cost().units(), BigDecimal::add);
      }
      rates.addAll(pace.rates(quota.nameOf(value), quota.limitOf(value), hours));
    }
    return rates;
  }

  /** How a budget's pace is measured now. */
  private record Pace(
      BudgetConfig budget, BudgetCycle cycle, List<BurnWindow> windows, Instant end) {
    boolean isTold() {
      return !windows.isEmpty();
    }

    List<BurnRate> rates(String name, Money limit, Map<Instant, BigDecimal> hours) {
      return windows.stream()
          .map(
              window ->
                  new BurnRate(
                      budget.scope(),
                      name,
                      budget.cycle().period().code(),
                      cycle.label(),
                      window,
                      rate(
                          spentSince(end.minus(window.length()), hours),
                          limit,
                          window.length(),
                          cycle.length())))
          .toList();
    }
  }

  /** Without windows where nothing feeds the budget. */
  private Pace pace(BudgetConfig budget) {
    Set<Source.Timeliness> timeliness = feeding.timeliness(Feeding.meeting(budget.where()));
    BudgetCycle cycle = BudgetCycle.at(budget.cycle(), now);
    boolean daily = timeliness.equals(Set.of(Source.Timeliness.DAILY));
    return new Pace(
        budget,
        cycle,
        timeliness.isEmpty() ? List.of() : windows(cycle, daily),
        now.truncatedTo(daily ? ChronoUnit.DAYS : ChronoUnit.HOURS));
  }

  private static List<BurnWindow> windows(BudgetCycle cycle, boolean daily) {
    List<BurnWindow> windows = new ArrayList<>();
    for (BurnWindow window : BurnWindow.values()) {
      boolean fits = window.length().compareTo(cycle.length()) <= 0;
      if (fits && !(daily && window.withinDay())) {
        windows.add(window);
      }
    }
    return windows;
  }

  private Map<Instant, BigDecimal> hours(BudgetConfig budget, Instant end) {
    ChargePeriod period = new ChargePeriod(end.minus(BurnWindow.LONGEST), end);
    Map<Instant, BigDecimal> hours = new HashMap<>();
    for (SumRow row :
        ledger.sums(SumQuery.total(period).where(budget.where()).each(SumQuery.Granularity.HOUR))) {
      hours.merge(requireNonNull(row.bucket(), "bucket"), row.cost().units(), BigDecimal::add);
    }
    return hours;
  }

  private static BigDecimal spentSince(Instant start, Map<Instant, BigDecimal> hours) {
    return hours.entrySet().stream()
        .filter(hour -> !hour.getKey().isBefore(start))
        .map(Map.Entry::getValue)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal rate(BigDecimal spent, Money limit, Duration window, Duration cycle) {
    BigDecimal used = spent.multiply(BigDecimal.valueOf(cycle.toSeconds()));
    BigDecimal even = limit.units().multiply(BigDecimal.valueOf(window.toSeconds()));
    return used.divide(even, MathContext.DECIMAL64);
  }
}
