// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A sum of quotients kept as one exact fraction, so that a cost is rounded once: 0.017 USD for 60
 * seconds has no finite decimal per second.
 */
final class ExactSum {
  private static final int NANO_DIGITS = 9;

  private BigDecimal numerator = BigDecimal.ZERO;
  private BigDecimal denominator = BigDecimal.ONE;

  /** Adds {@code amount / per}. */
  void add(BigDecimal amount, BigDecimal per) {
    numerator = numerator.multiply(per).add(amount.multiply(denominator));
    denominator = denominator.multiply(per);
  }

  /**
   * The sum in USD, rounded half-even to nanos.
   *
   * @throws ArithmeticException beyond the range of {@link Money}
   */
  Money usd() {
    return Money.of(numerator.divide(denominator, NANO_DIGITS, RoundingMode.HALF_EVEN), "USD");
  }
}
