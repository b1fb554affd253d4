// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static java.util.Objects.requireNonNull;

import aispend.model.Cost;
import aispend.model.Savings;

/**
 * What use costs, and what was saved on it.
 *
 * @param savings {@link Savings#NONE} unless the cost is a list price
 */
public record Priced(Cost cost, Savings savings) {
  public Priced {
    requireNonNull(cost, "cost");
    requireNonNull(savings, "savings");
  }
}
