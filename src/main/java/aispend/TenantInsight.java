// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.api.ProviderHealth;
import aispend.config.BudgetConfig;
import aispend.config.Config;
import aispend.insight.AnomalyRules;
import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.insight.Budgets;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.insight.Runaway;
import aispend.ledger.CrossingLog;
import aispend.ledger.LedgerReader;
import aispend.ledger.RecentSpend;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Source;
import aispend.model.Tenant;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What insight tells one tenant: from its own view of the ledger, about those budgets that cover
 * nothing but what is its own. Any thread may ask.
 */
final class TenantInsight {
  private final Tenant tenant;
  private final LedgerReader view;
  private final CrossingLog crossings;
  private final Clock clock;
  private volatile @Nullable Made made;

  /** What follows from a configuration and the providers that the tenant has spend with. */
  private record Made(
      Workload workload,
      Set<String> providers,
      Budgets budgets,
      Insights insights,
      Runaway runaway) {}

  /**
   * Insight for a tenant.
   *
   * @param view the ledger as the tenant may see it
   * @param crossings which thresholds were crossed, of the same budgets that others see
   */
  TenantInsight(Tenant tenant, LedgerReader view, CrossingLog crossings, Clock clock) {
    this.tenant = tenant;
    this.view = view;
    this.crossings = crossings;
    this.clock = clock;
  }

  List<BudgetState> budgets(Workload workload) {
    return of(workload).budgets().states(clock.instant());
  }

  List<BudgetReport> budgetReports(Workload workload, List<BudgetState> states) {
    return of(workload).insights().budgetReports(states, clock.instant());
  }

  Insights insights(Workload workload) {
    return of(workload).insights();
  }

  List<RecentSpend> spenders(Workload workload) {
    return of(workload).runaway().spenders(clock.instant());
  }

  /** Those that the tenant has spend with; what a vendor's refusal said is for the operator. */
  List<ProviderHealth> providers(Workload workload) {
    Set<String> known = providers();
    return workload.providers().stream()
        .filter(provider -> known.contains(provider.name()))
        .map(
            provider ->
                new ProviderHealth(
                    provider.name(),
                    provider.disabledReason() == null ? null : "it is off",
                    provider.lastSuccess(),
                    provider.lastError() == null ? null : "the last poll failed",
                    provider.nextPoll(),
                    provider.sources()))
        .toList();
  }

  private Made of(Workload workload) {
    Config config = workload.config();
    Set<String> providers = providers();
    Made last = made;
    if (last != null && last.workload() == workload && last.providers().equals(providers)) {
      return last;
    }
    List<BudgetConfig> own =
        config.budgets().stream().filter(this::isOwn).map(this::withOwnLimits).toList();
    List<Source> polled =
        workload.polled().stream().filter(source -> providers.contains(source.provider())).toList();
    Made fresh =
        new Made(
            workload,
            providers,
            new Budgets(own, view, crossings),
            new Insights(
                new InsightSettings(
                    own, List.of(), Map.of(), polled, AnomalyRules.of(config.anomaly())),
                view),
            new Runaway(config.runaway(), view));
    made = fresh;
    return fresh;
  }

  /** Covers nothing but what is the tenant's; so does a quota by what the tenant has a part of. */
  private boolean isOwn(BudgetConfig budget) {
    Dimension per = budget.per();
    return tenant.holds(budget.where())
        || (per != null && tenant.holds(budget.whereOf(tenant.condition(per))));
  }

  /** Values of others are not even named. */
  private BudgetConfig withOwnLimits(BudgetConfig budget) {
    Dimension per = budget.per();
    if (per == null) {
      return budget;
    }
    Map<String, Money> own = new HashMap<>(budget.limits());
    own.keySet().removeIf(value -> !tenant.holds(budget.whereOf(value)));
    return budget.per(per, own);
  }

  private Set<String> providers() {
    return view.sources().stream()
        .map(state -> state.source().provider())
        .collect(Collectors.toUnmodifiableSet());
  }
}
