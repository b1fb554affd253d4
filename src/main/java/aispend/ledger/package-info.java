// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps records for good: append, restate, watermarks, rollups, sums. SQL lives here and nowhere
 * else. May use model.
 */
@NullMarked
package aispend.ledger;

import org.jspecify.annotations.NullMarked;
