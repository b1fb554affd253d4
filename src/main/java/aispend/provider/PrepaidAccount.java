// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.Source.Timeliness;
import com.fasterxml.jackson.databind.JsonNode;

/** What vendors have in common that say what is left, and not what was spent. */
final class PrepaidAccount {
  /** Whether spend is inferred from the balance. */
  static final String INFER = "infer_spend";

  /** By UTC day, as the running day is read again and again. */
  private static final Rhythm INFERRED = Rhythm.days(31, 3, 1).told(Timeliness.HOURLY);

  private PrepaidAccount() {}

  /**
   * A vendor that only says what is left. Reading that is its check, and unless the options say
   * otherwise spend is inferred from it under {@code NAME:balance}.
   */
  static Provider provider(
      String type, String name, AdapterOptions options, AssembledProvider.Balances balances) {
    AssembledProvider.Parts parts = new AssembledProvider.Parts(type, name).balances(balances);
    if (options.flag(INFER, true)) {
      parts.infer("balance", Layer.BILLED, INFERRED);
    }
    return parts.checkedBy(balances::read);
  }

  /**
   * A part of a balance.
   *
   * @param amount in the currency's major unit, as a number or a text
   * @throws ProviderException kind BAD_RESPONSE when it is no amount
   */
  static ReportedBalance part(VendorApi api, String part, JsonNode amount, String currency)
      throws ProviderException {
    return new ReportedBalance(part, ToldMoney.units(api, "the balance " + part, amount, currency));
  }
}
