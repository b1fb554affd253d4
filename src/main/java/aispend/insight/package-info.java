// SPDX-License-Identifier: Apache-2.0
/**
 * Budgets, burn rates, forecasts, anomalies, reconciliation and balances: what can be told from
 * sums of the ledger at an instant. May use model, config and the reading side of ledger.
 */
@NullMarked
package aispend.insight;

import org.jspecify.annotations.NullMarked;
