// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.Money;
import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Amounts that vendors tell of an account, as numbers or as texts: what is left, what is allowed.
 */
final class ToldMoney {
  private static final int LONGEST = 40;

  private ToldMoney() {}

  /**
   * An amount in the currency's major unit.
   *
   * @param what it is, for messages: {@code the balance granted}
   * @throws ProviderException kind BAD_RESPONSE when it is no amount
   */
  static Money units(VendorApi api, String what, JsonNode amount, String currency)
      throws ProviderException {
    return read(api, what, amount, currency, 0);
  }

  /** The same in hundredths of the major unit. */
  static Money cents(VendorApi api, String what, JsonNode amount, String currency)
      throws ProviderException {
    return read(api, what, amount, currency, 2);
  }

  private static Money read(
      VendorApi api, String what, JsonNode amount, String currency, int fractions)
      throws ProviderException {
    String text = Json.decimalText(amount);
    try {
      if (text != null && text.length() <= LONGEST) {
        return Money.of(new BigDecimal(text).movePointLeft(fractions), currency);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // No number, no currency, or beyond what money holds: the message says which text it was.
      throw unreadable(api, what, text + " " + currency);
    }
    throw unreadable(api, what, String.valueOf(text));
  }

  private static ProviderException unreadable(VendorApi api, String what, String text) {
    return api.unusable(what + " is '" + text + "'");
  }
}
