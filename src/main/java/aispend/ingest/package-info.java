// SPDX-License-Identifier: Apache-2.0
/**
 * The one door to the ledger: a batch in, normalised, appended, counted. May use model, normalise,
 * ledger and telemetry.
 */
@NullMarked
package aispend.ingest;

import org.jspecify.annotations.NullMarked;
