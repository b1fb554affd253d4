// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.insight.Insights;
import aispend.ledger.LedgerReader;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What answers are made of. The suppliers are asked at each question, by any thread.
 *
 * @param ledger where the money is
 * @param budgets the budgets as they are now
 * @param reports some of these budgets in detail
 * @param providers the configured providers as they do now
 * @param insights what else the sums tell, by the configuration in force
 * @param prices the price lists in force
 * @param replicas the daemons on the ledger
 */
public record ApiInputs(
    LedgerReader ledger,
    Supplier<List<BudgetState>> budgets,
    Function<List<BudgetState>, List<BudgetReport>> reports,
    Supplier<List<ProviderHealth>> providers,
    Supplier<Insights> insights,
    ListPrices prices,
    Supplier<ReplicaView> replicas) {
  public ApiInputs {
    requireNonNull(ledger, "ledger");
    requireNonNull(budgets, "budgets");
    requireNonNull(reports, "reports");
    requireNonNull(providers, "providers");
    requireNonNull(insights, "insights");
    requireNonNull(prices, "prices");
    requireNonNull(replicas, "replicas");
  }
}
