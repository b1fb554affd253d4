// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

/**
 * An amount of money digit by digit as the vendor wrote it.
 *
 * @param amount the vendor's number as text; may carry an exponent or be no number at all
 * @param unit what one of it is worth
 * @param currency as the vendor wrote it: {@code usd}, {@code USD}
 */
public record ReportedCost(String amount, Unit unit, String currency) {
  /** Which unit of the currency an amount counts. */
  public enum Unit {
    /** Dollars. */
    MAJOR,
    /** Cents: a hundredth of the major unit. */
    CENTS
  }

  public ReportedCost {
    requireNonNull(amount, "amount");
    requireNonNull(unit, "unit");
    requireNonNull(currency, "currency");
  }
}
