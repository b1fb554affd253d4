// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Budgets in detail: when thresholds were reached, where it goes, who spends. */
final class BudgetReports {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** A pace is told once this part of a period is over. */
  private static final int LEAST_PART = 20;

  private final LedgerReader ledger;
  private final BudgetDrivers drivers;
  private final Map<String, Map<String, List<BudgetReport.Driver>>> quotaDrivers = new HashMap<>();
  private final List<Forecast> forecasts;
  private final Instant now;

  /**
   * Reports of an instant.
   *
   * @param forecasts of the running month, of budgets and quotas that have one
   * @param quotas the values whose quotas are reported
   */
  BudgetReports(
      LedgerReader ledger,
      List<Forecast> forecasts,
      Map<BudgetConfig, Set<String>> quotas,
      Instant now) {
    this.ledger = ledger;
    this.drivers = new BudgetDrivers(ledger);
    this.forecasts = List.copyOf(forecasts);
    this.now = now;
    QuotaDrivers ofQuotas = new QuotaDrivers(ledger);
    quotas.forEach(
        (quota, values) -> {
          ChargePeriod hours = Budgets.hours(BudgetCycle.at(quota.cycle(), now));
          quotaDrivers.put(quota.name(), ofQuotas.of(quota, hours, values));
        });
  }

  BudgetReport of(BudgetConfig budget, BudgetState state) {
    BudgetCycle cycle = BudgetCycle.at(budget.cycle(), now);
    ChargePeriod hours = Budgets.hours(cycle);
    BudgetState.Quota quota = state.quota();
    @Nullable Money expected = expected(state, cycle).orElse(null);
    return new BudgetReport(
        state,
        budget.action().name().toLowerCase(Locale.ROOT),
        quota == null ? budget.where() : budget.whereOf(quota.value()),
        thresholds(budget, state, hours),
        expected,
        expected == null ? null : breach(state, cycle, expected),
        quota == null ? drivers.of(budget, hours, state.spent()) : drivers(quota, state));
  }

  private List<BudgetReport.Driver> drivers(BudgetState.Quota quota, BudgetState state) {
    List<BudgetReport.Driver> all =
        quotaDrivers.getOrDefault(quota.budget(), Map.of()).getOrDefault(quota.value(), List.of());
    return BudgetDrivers.largest(all, state.spent());
  }

  private List<BudgetReport.Threshold> thresholds(
      BudgetConfig budget, BudgetState state, ChargePeriod period) {
    // The hours of all values of a quota would be as many rows as there are values and hours.
    List<SumRow> hours = state.quota() == null ? hours(budget, period) : List.of();
    List<BudgetReport.Threshold> thresholds = new ArrayList<>();
    for (BudgetState.Threshold each : state.thresholds()) {
      BigDecimal part = state.limit().units().multiply(BigDecimal.valueOf(each.percent()));
      Money amount = Money.of(part.divide(HUNDRED), state.limit().currency());
      thresholds.add(new BudgetReport.Threshold(each, amount, reached(hours, amount)));
    }
    return thresholds;
  }

  private List<SumRow> hours(BudgetConfig budget, ChargePeriod period) {
    SumQuery query = SumQuery.total(period).where(budget.where()).each(Granularity.HOUR);
    return ledger.sums(query).stream().sorted(Comparator.comparing(BudgetReports::hourOf)).toList();
  }

  private static @Nullable Instant reached(List<SumRow> hours, Money amount) {
    Money sum = Money.ZERO_USD;
    for (SumRow hour : hours) {
      sum = sum.plus(hour.cost());
      if (sum.compareTo(amount) >= 0) {
        return hourOf(hour);
      }
    }
    return null;
  }

  private Optional<Money> expected(BudgetState state, BudgetCycle cycle) {
    Optional<Money> forecast =
        forecasts.stream()
            .filter(each -> each.name().equals(state.name()) && each.scope().equals(state.scope()))
            .filter(each -> each.period().equals(state.period()))
            .map(Forecast::expected)
            .findFirst();
    if (forecast.isPresent()) {
      return forecast;
    }
    Duration elapsed = Duration.between(cycle.start(), now);
    if (elapsed.multipliedBy(LEAST_PART).compareTo(cycle.length()) < 0) {
      return Optional.empty();
    }
    BigDecimal whole =
        state
            .spent()
            .units()
            .multiply(BigDecimal.valueOf(cycle.length().toSeconds()))
            .divide(BigDecimal.valueOf(elapsed.toSeconds()), WeekdayModel.PRECISION);
    return Optional.of(Money.of(whole, state.spent().currency()));
  }

  private @Nullable Instant breach(BudgetState state, BudgetCycle cycle, Money expected) {
    Money left = state.limit().minus(state.spent());
    Money coming = expected.minus(state.spent());
    if (left.nanos() <= 0 || coming.compareTo(left) <= 0) {
      return null;
    }
    long seconds =
        left.units()
            .multiply(BigDecimal.valueOf(Duration.between(now, cycle.end()).toSeconds()))
            .divide(coming.units(), 0, RoundingMode.DOWN)
            .longValueExact();
    return now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
  }

  private static Instant hourOf(SumRow row) {
    return requireNonNull(row.bucket(), "bucket");
  }
}
