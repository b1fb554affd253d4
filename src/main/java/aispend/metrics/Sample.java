// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A series and its value, rendered when it is made, as most samples are the same in many scrapes.
 * The value is written digit by digit, so that the reader's double is the nearest one to the exact
 * amount: it is rounded once, and not by us. Immutable.
 */
final class Sample {
  private final Series series;
  private final BigDecimal value;
  private final byte[] line;

  Sample(Series series, BigDecimal value) {
    this.series = series;
    this.value = value;
    this.line = (text() + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  Series series() {
    return series;
  }

  BigDecimal value() {
    return value;
  }

  void writeTo(Consumer<byte[]> out) {
    series.writeTo(out);
    out.accept(line);
  }

  /** The value without an exponent and without trailing zeros: {@code 12000000}, {@code -0.5}. */
  String text() {
    if (value.signum() == 0) {
      return "0";
    }
    return value.scale() > 0 ? value.stripTrailingZeros().toPlainString() : value.toPlainString();
  }
}
