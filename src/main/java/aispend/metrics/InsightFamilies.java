// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.insight.BudgetState;
import aispend.insight.Insights;
import aispend.ledger.LedgerReader;
import aispend.model.ChargePeriod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One kind of insight as families. It is computed anew only when the ledger or the configuration
 * changed or a new hour began, and because of the ledger at most once in {@link #LEAST_AGE}: events
 * change the ledger all the time, and months are read each time. Any thread may ask; no lock is
 * held while the ledger is read.
 */
final class InsightFamilies implements FamilySource {
  static final Duration LEAST_AGE = Duration.ofMinutes(1);

  /** Makes the families of an instant. */
  interface Shown {
    List<Family> families(Insights insights, Instant now);
  }

  private record Snapshot(Insights insights, long revision, Instant at, List<Family> families) {
    boolean serves(Insights other, long revisionNow, Instant now) {
      boolean sameHour = ChargePeriod.hourOf(now).equals(ChargePeriod.hourOf(at));
      boolean young = !now.isBefore(at) && now.isBefore(at.plus(LEAST_AGE));
      return insights == other && sameHour && (revision == revisionNow || young);
    }
  }

  private final String section;
  private final Shown shown;
  private final LedgerReader ledger;
  private final Supplier<Insights> insights;
  private final Clock clock;
  private volatile @Nullable Snapshot snapshot;

  InsightFamilies(String section, Shown shown, MetricsInputs inputs, Clock clock) {
    this.section = section;
    this.shown = shown;
    this.ledger = inputs.ledger();
    this.insights = inputs.insights();
    this.clock = clock;
  }

  /** All kinds, each a section of its own, so that one that fails leaves the others whole. */
  static List<FamilySource> all(
      MetricsInputs inputs, ShownQuotas budgets, SeriesLimits limits, Clock clock) {
    return List.of(
        new InsightFamilies(
            "burn",
            (insights, now) -> InsightSamples.burnRates(insights.burnRates(shown(budgets), now)),
            inputs,
            clock),
        new InsightFamilies(
            "drivers",
            (insights, now) -> InsightSamples.drivers(insights.overspent(shown(budgets), now)),
            inputs,
            clock),
        new InsightFamilies(
            "forecast",
            (insights, now) -> InsightSamples.forecasts(insights.forecasts(shown(budgets), now)),
            inputs,
            clock),
        new InsightFamilies(
            "anomaly",
            (insights, now) ->
                InsightSamples.anomalies(insights.anomalies(now, limits.anomalyNames())),
            inputs,
            clock),
        new InsightFamilies(
            "reconciliation",
            (insights, now) ->
                InsightSamples.reconciliations(
                    insights.reconciliations(now), limits.impliedPrices()),
            inputs,
            clock),
        new InsightFamilies("balance", InsightSamples::balances, inputs, clock));
  }

  private static List<BudgetState> shown(ShownQuotas budgets) {
    return budgets.shown(budgets.all());
  }

  @Override
  public String section() {
    return section;
  }

  @Override
  public List<Family> families() {
    Insights current = insights.get();
    long revision = ledger.revision();
    Instant now = clock.instant();
    Snapshot last = snapshot;
    if (last != null && last.serves(current, revision, now)) {
      return last.families();
    }
    List<Family> families = shown.families(current, now);
    snapshot = new Snapshot(current, revision, now, families);
    return families;
  }
}
