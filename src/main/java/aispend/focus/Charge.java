// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimensions;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One charge of a bill.
 *
 * @param start when its charge period begins
 * @param dimensions what it is split by
 * @param amount negative for a credit
 */
record Charge(Instant start, Dimensions dimensions, String currency, BigDecimal amount) {
  Charge {
    requireNonNull(start, "start");
    requireNonNull(dimensions, "dimensions");
    requireNonNull(currency, "currency");
    requireNonNull(amount, "amount");
  }
}
