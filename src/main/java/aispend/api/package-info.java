// SPDX-License-Identifier: Apache-2.0
/**
 * JSON answers about spend: plain functions from query parameters to records. May use model,
 * insight and the reading side of ledger.
 */
@NullMarked
package aispend.api;

import org.jspecify.annotations.NullMarked;
