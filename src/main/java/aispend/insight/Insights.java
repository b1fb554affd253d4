// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.ledger.LedgerReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** How fast each budget is used up, in the order of the configuration. */
  public List<BurnRate> burnRates(Instant now) {
    return new BurnRates(ledger, feeding(now), now).of(settings.budgets());
  }

  /** The running month of all spend first, then of each monthly budget that has one. */
  public List<Forecast> forecasts(Instant now) {
    return new Forecasts(ledger, feeding(now), now).of(settings.budgets());
  }

  /**
   * The last settled day against the seven before it.
   *
   * @param most how many providers, projects and models each, the largest amounts first
   */
  public List<Anomaly> anomalies(Instant now, int most) {
    return new Anomalies(ledger, feeding(now)).all(most);
  }

  /** Usage at list prices against the bill, of each provider that has both. */
  public List<Reconciliation> reconciliations(Instant now) {
    return new Reconciliations(ledger, feeding(now)).all();
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
