// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What things other than tokens cost.
 *
 * @param unit what is counted: {@code images}, {@code seconds}, {@code searches}
 * @param usd dollars for {@code per} of them
 * @param per how many cost that much; positive
 * @param when parts of the variant for which it holds; empty: for every one
 */
record UnitPrice(String unit, BigDecimal usd, BigDecimal per, Map<String, String> when) {
  UnitPrice {
    requireNonNull(unit, "unit");
    requireNonNull(usd, "usd");
    requireNonNull(per, "per");
    when = Map.copyOf(when);
  }

  boolean matches(String otherUnit, Variant variant) {
    return unit.equals(otherUnit)
        && when.entrySet().stream().allMatch(part -> variant.is(part.getKey(), part.getValue()));
  }
}
