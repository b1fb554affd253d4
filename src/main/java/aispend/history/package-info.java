// SPDX-License-Identifier: Apache-2.0
/**
 * Sends the ledger's postings by Prometheus remote write. May use model, config, ledger, http and
 * telemetry.
 */
@NullMarked
package aispend.history;

import org.jspecify.annotations.NullMarked;
