// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;

/** Checks of settings; apart from them, so that no record's defaults need another's class first. */
final class Durations {
  private Durations() {}

  static void requirePositive(Duration value, String what) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; must be positive");
    }
  }
}
