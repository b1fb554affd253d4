// SPDX-License-Identifier: Apache-2.0
/**
 * What vendors report becomes what the ledger keeps: UTC half-open periods, disjoint token types,
 * money in nanos, a price where the vendor gives none. May use model and pricing.
 */
@NullMarked
package aispend.normalise;

import org.jspecify.annotations.NullMarked;
