// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.ledger.LedgerReader;
import aispend.model.Dimension;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the ledger's sums tell at an instant beyond the spend itself. Each answer reads the ledger
 * anew: who asks often keeps it. Immutable, for any thread.
 */
public final class Insights {
  private final InsightSettings settings;
  private final LedgerReader ledger;

  public Insights(InsightSettings settings, LedgerReader ledger) {
    this.settings = settings;
    this.ledger = ledger;
  }

  /** How fast each budget is used up, in the order of the configuration; without quotas. */
  public List<BurnRate> burnRates(Instant now) {
    return burnRates(List.of(), now);
  }

  /**
   * How fast each budget is used up, in the order of the configuration, then some quotas.
   *
   * @param quotas those that are told; a question for each budget they are of
   */
  public List<BurnRate> burnRates(List<BudgetState> quotas, Instant now) {
    return new BurnRates(ledger, feeding(now), now)
        .of(settings.budgets(), Quotas.values(settings.budgets(), quotas));
  }

  /**
   * The running month of all spend first, then of each monthly budget that has one; without quotas.
   */
  public List<Forecast> forecasts(Instant now) {
    return forecasts(List.of(), now);
  }

  /**
   * The running month of all spend first, then of each monthly budget that has one, then of some
   * quotas.
   *
   * @param quotas those that are told; a question for each budget they are of
   */
  public List<Forecast> forecasts(List<BudgetState> quotas, Instant now) {
    return new Forecasts(ledger, feeding(now), now)
        .of(settings.budgets(), Quotas.values(settings.budgets(), quotas));
  }

  /**
   * The running UTC month in detail.
   *
   * @param where wanted values by dimension; empty for all spend
   */
  public Optional<Outlook> outlook(Map<Dimension, String> where, Instant now) {
    return new Forecasts(ledger, feeding(now), now).outlook(where);
  }

  /** How far spend must be from the usual to be an anomaly. */
  public AnomalyRules anomalyRules() {
    return settings.anomaly();
  }

  /**
   * What was out of the usual within the last settled days, hours included, newest first.
   *
   * @param where only this provider, project or model
   * @param days how many settled days are looked at
   */
  public List<Deviation> deviations(Map<Dimension, String> where, int days, Instant now) {
    return new Deviations(ledger, feeding(now), settings.anomaly()).within(where, days);
  }

  /**
   * The last settled day against the days before it.
   *
   * @param most how many providers, projects, models and features each, the largest amounts first
   */
  public List<Anomaly> anomalies(Instant now, int most) {
    return new Anomalies(ledger, feeding(now)).all(most);
  }

  /** Usage at list prices against the bill, of each provider that has both. */
  public List<Reconciliation> reconciliations(Instant now) {
    return new Reconciliations(ledger, feeding(now)).all();
  }

  /**
   * Budgets in detail.
   *
   * @param states some budgets of the configuration as they are now; those of another one are left
   *     out
   */
  public List<BudgetReport> budgetReports(List<BudgetState> states, Instant now) {
    if (states.isEmpty()) {
      return List.of();
    }
    Map<String, BudgetConfig> budgets =
        settings.budgets().stream().collect(Collectors.toMap(BudgetConfig::name, each -> each));
    List<BudgetState> known =
        states.stream().filter(state -> budgets.containsKey(state.budget())).toList();
    BudgetReports reports =
        new BudgetReports(
            ledger, forecasts(known, now), Quotas.values(settings.budgets(), known), now);
    return known.stream()
        .map(state -> reports.of(requireNonNull(budgets.get(state.budget())), state))
        .toList();
  }

  /** As {@link #budgetReports}, of those alone that crossed a threshold. */
  public List<BudgetReport> overspent(List<BudgetState> states, Instant now) {
    return budgetReports(states.stream().filter(state -> state.crossed() > 0).toList(), now);
  }

  /** What is left of prepaid credit, by provider. */
  public List<Balance> balances(Instant now) {
    return new Balances(ledger, now).of(settings.prepaid());
  }

  /** The first instant at which a provider's key no longer holds, where that is known. */
  public Map<String, Instant> keyExpiries() {
    Map<String, Instant> expiries = new TreeMap<>();
    settings
        .keyExpiries()
        .forEach(
            (provider, day) ->
                expiries.put(provider, day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    return expiries;
  }

  private Feeding feeding(Instant now) {
    return new Feeding(settings.polled(), ledger.sources(), now);
  }
}
