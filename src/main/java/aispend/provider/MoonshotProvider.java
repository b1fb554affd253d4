// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Moonshot's balance (platform.moonshot.ai and .cn, balance, read 2026-11-21). The vendor has no
 * report of usage or costs, so spend is inferred from how the balance falls ({@code NAME:balance}).
 *
 * <pre>{@code
 * {"code":0,"data":{"available_balance":49.58894,"voucher_balance":46.58893,
 *   "cash_balance":3.00001},"scode":"0x0","status":true}
 * }</pre>
 *
 * No currency is told: dollars at {@code api.moonshot.ai}, yuan at {@code api.moonshot.cn}. Cash
 * may be negative: what is owed.
 */
final class MoonshotProvider {
  private static final String KEY_HINT =
      "create an API key at platform.moonshot.ai (or .cn, with base_url"
          + " \"https://api.moonshot.cn\") under API keys; a key of one host is refused by the"
          + " other";

  static final ProviderType TYPE =
      new ProviderType(
          "moonshot",
          "https://api.moonshot.ai",
          "MOONSHOT_API_KEY",
          Pattern.compile("sk-\\S+"),
          KEY_HINT,
          Set.of(PrepaidAccount.INFER, "currency"),
          MoonshotProvider::create);

  private final VendorApi api;
  private final String currency;

  private MoonshotProvider(VendorApi api, String currency) {
    this.api = api;
    this.currency = currency;
  }

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    String currency =
        options.text(
            "currency",
            settings.baseUrl().endsWith(".cn") ? "CNY" : "USD",
            "[A-Z]{3}",
            "three capitals as in ISO 4217, like USD");
    MoonshotProvider vendor =
        new MoonshotProvider(VendorApi.bearer(settings, KEY_HINT, http), currency);
    return PrepaidAccount.provider("moonshot", settings.name(), options, vendor::balances);
  }

  private List<ReportedBalance> balances() throws ProviderException, InterruptedException {
    JsonNode answer = api.get(api.url("v1/users/me/balance").build());
    String code = Json.text(answer, "code");
    if (code != null && !code.equals("0")) {
      throw api.unusable("v1/users/me/balance: the code is " + code);
    }
    JsonNode balance = answer.path("data");
    return List.of(
        PrepaidAccount.part(api, "voucher", balance.path("voucher_balance"), currency),
        PrepaidAccount.part(api, "cash", balance.path("cash_balance"), currency));
  }
}
