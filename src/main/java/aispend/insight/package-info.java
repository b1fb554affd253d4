// SPDX-License-Identifier: Apache-2.0
/**
 * Budgets and what else can be told from sums of the ledger at an instant. May use model, config
 * and the reading side of ledger.
 */
@NullMarked
package aispend.insight;

import org.jspecify.annotations.NullMarked;
