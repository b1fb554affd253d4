// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.util.Objects.requireNonNull;

import aispend.insight.BudgetState;
import aispend.insight.Insights;
import aispend.ledger.LedgerReader;
import aispend.ledger.RecentSpend;
import io.prometheus.client.CollectorRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the exposition shows. The suppliers are asked at each scrape, by any thread.
 *
 * @param ledger where the money is
 * @param budgets the budgets as they are now
 * @param insights what else the sums tell, by the configuration in force
 * @param spenders who spends most just now, by what events say
 * @param thresholds thresholds of the configuration by name, for rules
 * @param pricesOf when the prices in force were made; empty when that is not known
 * @param telemetry the daemon's metrics about itself
 */
public record MetricsInputs(
    LedgerReader ledger,
    Supplier<List<BudgetState>> budgets,
    Supplier<Insights> insights,
    Supplier<List<RecentSpend>> spenders,
    Supplier<Map<String, BigDecimal>> thresholds,
    Supplier<Optional<Instant>> pricesOf,
    CollectorRegistry telemetry) {
  public MetricsInputs {
    requireNonNull(ledger, "ledger");
    requireNonNull(budgets, "budgets");
    requireNonNull(insights, "insights");
    requireNonNull(spenders, "spenders");
    requireNonNull(thresholds, "thresholds");
    requireNonNull(pricesOf, "pricesOf");
    requireNonNull(telemetry, "telemetry");
  }
}
