// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The running month's forecast of all spend and of each monthly budget. The month is the one that
 * runs in the budget's zone; its days are UTC days in any zone.
 */
final class Forecasts {
  private static final String ORG = "org";
  private static final String ALL = "all";
  private static final String MONTH = BudgetConfig.Period.MONTH.code();

  private final LedgerReader ledger;
  private final Feeding feeding;
  private final Instant now;

  Forecasts(LedgerReader ledger, Feeding feeding, Instant now) {
    this.ledger = ledger;
    this.feeding = feeding;
    this.now = now;
  }

  List<Forecast> of(List<BudgetConfig> budgets) {
    List<Forecast> forecasts = new ArrayList<>();
    forecast(Map.of(), ZoneOffset.UTC).ifPresent(month -> forecasts.add(named(ORG, ALL, month)));
    for (BudgetConfig budget : budgets) {
      if (budget.cycle().period() == BudgetConfig.Period.MONTH && !isAll(budget)) {
        forecast(budget.where(), budget.cycle().zone())
            .ifPresent(month -> forecasts.add(named(budget.scope(), budget.name(), month)));
      }
    }
    return List.copyOf(forecasts);
  }

  /** The running UTC month of some spend; empty with too little history. */
  Optional<Outlook> outlook(Map<Dimension, String> where) {
    YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
    return feeding
        .settledUntil(Feeding.meeting(where))
        .flatMap(settled -> Outlook.of(spend(where, month, settled), month));
  }

  /** A budget of this name over all spend would be the same series twice. */
  private static boolean isAll(BudgetConfig budget) {
    return budget.scope().equals(ORG) && budget.name().equals(ALL);
  }

  private Optional<MonthForecast> forecast(Map<Dimension, String> where, ZoneId zone) {
    YearMonth month = YearMonth.from(now.atZone(zone));
    return feeding
        .settledUntil(Feeding.meeting(where))
        .flatMap(settled -> MonthForecast.of(spend(where, month, settled), month));
  }

  private DailySpend spend(Map<Dimension, String> where, YearMonth month, LocalDate settled) {
    LocalDate history = settled.minusDays(MonthForecast.HISTORY_DAYS);
    LocalDate start = month.atDay(1);
    ChargePeriod period =
        DailySpend.period(history.isBefore(start) ? history : start, month.plusMonths(1).atDay(1));
    return DailySpend.of(
        ledger.sums(SumQuery.total(period).where(where).each(SumQuery.Granularity.DAY)), settled);
  }

  private static Forecast named(String scope, String name, MonthForecast month) {
    return new Forecast(scope, name, MONTH, month.expected(), month.low(), month.high());
  }
}
