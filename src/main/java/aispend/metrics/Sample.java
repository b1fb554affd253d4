// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * A series and its value. The value is written digit by digit, so that the reader's double is the
 * nearest one to the exact amount: it is rounded once, and not by us.
 */
record Sample(Series series, BigDecimal value) {
  Sample {
    requireNonNull(series, "series");
    requireNonNull(value, "value");
  }

  /** The value without an exponent and without trailing zeros: {@code 12000000}, {@code -0.5}. */
  String text() {
    if (value.signum() == 0) {
      return "0";
    }
    return value.scale() > 0 ? value.stripTrailingZeros().toPlainString() : value.toPlainString();
  }
}
