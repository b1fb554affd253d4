// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What vendors have in common that say what is left, and not what was spent. */
final class PrepaidAccount {
  /** Whether spend is inferred from the balance. */
  static final String INFER = "infer_spend";

  private static final Duration DAY = Duration.ofDays(1);

  private PrepaidAccount() {}

  /** The source of inferred spend: by UTC day, as the running day is read again and again. */
  static Optional<Source> inferred(String name, AdapterOptions options) {
    if (!options.flag(INFER, true)) {
      return Optional.empty();
    }
    return Optional.of(
        new Source(
            Source.inferredOf(name),
            name,
            Layer.BILLED,
            Timeliness.HOURLY,
            DAY,
            DAY.multipliedBy(31),
            DAY.multipliedBy(3),
            DAY));
  }

  /**
   * A part of a balance.
   *
   * @param amount in the currency's major unit, as a number or a text
   * @throws ProviderException kind BAD_RESPONSE when it is no amount
   */
  static ReportedBalance part(VendorApi api, String part, JsonNode amount, String currency)
      throws ProviderException {
    String text = Json.decimalText(amount);
    try {
      if (text != null && text.length() <= 40) {
        return new ReportedBalance(part, Money.of(new BigDecimal(text), currency));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // No number, no currency, or beyond what money holds: the message says which text it was.
      throw unreadable(api, part, text + " " + currency);
    }
    throw unreadable(api, part, String.valueOf(text));
  }

  private static ProviderException unreadable(VendorApi api, String part, String what) {
    return api.unusable("the balance " + part + " is '" + what + "'");
  }
}
