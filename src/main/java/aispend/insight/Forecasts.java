// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.ledger.CostRow;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  /**
   * All spend first, then budgets, then quotas.
   *
   * @param quotas the values whose quotas are told, by budget
   */
  List<Forecast> of(List<BudgetConfig> budgets, Map<BudgetConfig, Set<String>> quotas) {
    List<Forecast> forecasts = new ArrayList<>();
    forecast(Map.of(), ZoneOffset.UTC).ifPresent(month -> forecasts.add(named(ORG, ALL, month)));
    for (BudgetConfig budget : budgets) {
      if (budget.cycle().period() == BudgetConfig.Period.MONTH
          && budget.per() == null
          && !isAll(budget)) {
        forecast(budget.where(), budget.cycle().zone())
            .ifPresent(month -> forecasts.add(named(budget.scope(), budget.name(), month)));
      }
    }
    quotas.forEach(
        (quota, values) -> {
          if (quota.cycle().period() == BudgetConfig.Period.MONTH) {
            forecasts.addAll(ofQuotas(quota, values));
          }
        });
    return List.copyOf(forecasts);
  }

  private List<Forecast> ofQuotas(BudgetConfig quota, Set<String> values) {
    YearMonth month = YearMonth.from(now.atZone(quota.cycle().zone()));
    Map<String, LocalDate> settled = new TreeMap<>();
    for (String value : values) {
      feeding
          .settledUntil(Feeding.meeting(quota.whereOf(value)))
          .ifPresent(until -> settled.put(value, until));
    }
    if (settled.isEmpty()) {
      return List.of();
    }
    ChargePeriod period = period(month, Collections.min(settled.values()));
    Map<String, List<CostRow>> days =
        Quotas.costs(ledger, quota, period, Granularity.DAY, settled.keySet());
    List<Forecast> forecasts = new ArrayList<>();
    settled.forEach(
        (value, until) ->
            MonthForecast.of(spend(days.getOrDefault(value, List.of()), until), month)
                .ifPresent(
                    forecast ->
                        forecasts.add(named(quota.scope(), quota.nameOf(value), forecast))));
    return forecasts;
  }

  private static DailySpend spend(List<CostRow> rows, LocalDate settled) {
    Map<LocalDate, BigDecimal> days = new TreeMap<>();
    for (CostRow row : rows) {
      LocalDate day = DailySpend.dayOf(requireNonNull(row.bucket(), "bucket"));
      days.merge(day, row.cost().units(), BigDecimal::add);
    }
    return DailySpend.of(days, settled);
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
    SumQuery query = SumQuery.total(period(month, settled)).where(where).each(Granularity.DAY);
    return DailySpend.of(ledger.sums(query), settled);
  }

  /** The month, and the days before it that tell what is usual. */
  private static ChargePeriod period(YearMonth month, LocalDate settled) {
    LocalDate history = settled.minusDays(MonthForecast.HISTORY_DAYS);
    LocalDate start = month.atDay(1);
    return DailySpend.period(
        history.isBefore(start) ? history : start, month.plusMonths(1).atDay(1));
  }

  private static Forecast named(String scope, String name, MonthForecast month) {
    return new Forecast(scope, name, MONTH, month.expected(), month.low(), month.high());
  }
}
