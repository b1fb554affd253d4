// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the bill before the vendor groups it.
 *
 * @param fields what it can be grouped by or is told with, in the vendor's field names
 * @param dollars negative for a credit; may have digits below a nano
 * @param quantity how much was charged for; null when the vendor does not say
 * @param unit what the quantity counts; null when the vendor does not say
 */
record Charge(
    Map<String, String> fields,
    BigDecimal dollars,
    @Nullable BigDecimal quantity,
    @Nullable String unit) {
  Charge {
    fields = Map.copyOf(fields);
  }

  /** The text of what is charged, which decides which lines of a late bill come last. */
  String line() {
    return fields.getOrDefault("line_item", fields.getOrDefault("description", ""));
  }
}
