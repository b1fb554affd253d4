// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a row costs.
 *
 * @param amount in whole units of the currency
 * @param currency where the currency stands; null when it is always the same
 * @param fallback the currency when the row does not say: {@code USD}
 */
record Charge(Amount amount, @Nullable Pointer currency, Template fallback) {
  String currencyOf(Place row, Template.Values asked) {
    JsonNode found = currency == null ? null : currency.find(row);
    return found == null || !found.isTextual() || found.asText().isBlank()
        ? fallback.filled(asked)
        : found.asText();
  }
}
