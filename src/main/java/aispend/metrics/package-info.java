// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the ledger and the insights to Prometheus: families over sums, written once, in text. May
 * use model, insight and the reading side of ledger.
 */
@NullMarked
package aispend.metrics;

import org.jspecify.annotations.NullMarked;
