// SPDX-License-Identifier: Apache-2.0
/**
 * The price book: effective-dated list prices, tiers, cache and batch rates; what use costs by list
 * price, or that it is unpriced. May use model.
 */
@NullMarked
package aispend.pricing;

import org.jspecify.annotations.NullMarked;
