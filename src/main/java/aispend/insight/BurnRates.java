// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Source;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

  List<BurnRate> of(List<BudgetConfig> budgets) {
    List<BurnRate> rates = new ArrayList<>();
    for (BudgetConfig budget : budgets) {
      rates.addAll(of(budget));
    }
    return List.copyOf(rates);
  }

  private List<BurnRate> of(BudgetConfig budget) {
    Set<Source.Timeliness> timeliness = feeding.timeliness(Feeding.meeting(budget.where()));
    BudgetCycle cycle = BudgetCycle.at(budget.cycle(), now);
    boolean daily = timeliness.equals(Set.of(Source.Timeliness.DAILY));
    List<BurnWindow> windows = windows(cycle, daily);
    if (timeliness.isEmpty() || windows.isEmpty()) {
      return List.of();
    }
    Instant end = now.truncatedTo(daily ? ChronoUnit.DAYS : ChronoUnit.HOURS);
    List<SumRow> hours = hours(budget, end);
    List<BurnRate> rates = new ArrayList<>();
    for (BurnWindow window : windows) {
      BigDecimal spent = spentSince(end.minus(window.length()), hours);
      rates.add(
          new BurnRate(
              budget.scope(),
              budget.name(),
              budget.cycle().period().code(),
              cycle.label(),
              window,
              rate(spent, budget, window.length(), cycle.length())));
    }
    return rates;
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

  private List<SumRow> hours(BudgetConfig budget, Instant end) {
    ChargePeriod period = new ChargePeriod(end.minus(BurnWindow.LONGEST), end);
    return ledger.sums(
        SumQuery.total(period).where(budget.where()).each(SumQuery.Granularity.HOUR));
  }

  private static BigDecimal spentSince(Instant start, List<SumRow> hours) {
    return hours.stream()
        .filter(row -> !requireNonNull(row.bucket(), "bucket").isBefore(start))
        .map(row -> row.cost().units())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal rate(
      BigDecimal spent, BudgetConfig budget, Duration window, Duration cycle) {
    BigDecimal used = spent.multiply(BigDecimal.valueOf(cycle.toSeconds()));
    BigDecimal even = budget.limit().units().multiply(BigDecimal.valueOf(window.toSeconds()));
    return used.divide(even, MathContext.DECIMAL64);
  }
}
