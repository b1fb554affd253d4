// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A bar that is filled to a ratio; more than all and less than nothing are cut. */
final class Meter {
  private Meter() {}

  /**
   * Writes one.
   *
   * @param kind its class, which decides its colour
   */
  static void write(Html html, BigDecimal ratio, String kind) {
    BigDecimal filled =
        ratio
            .max(BigDecimal.ZERO)
            .min(BigDecimal.ONE)
            .movePointRight(2)
            .setScale(2, RoundingMode.HALF_EVEN);
    html.open(
        "svg",
        "class",
        "meter " + kind,
        "viewBox",
        "0 0 100 4",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    html.open("rect", "class", "track", "width", "100", "height", "4").close();
    html.open("rect", "class", "fill", "width", filled.toPlainString(), "height", "4").close();
    html.close();
  }
}
