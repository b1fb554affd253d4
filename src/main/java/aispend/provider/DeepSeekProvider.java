// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * DeepSeek's balance (api-docs.deepseek.com, get-user-balance, read 2026-11-21). The vendor has no
 * report of usage or costs, so spend is inferred from how the balance falls ({@code NAME:balance}).
 *
 * <pre>{@code
 * {"is_available":true,"balance_infos":[{"currency":"CNY","total_balance":"110.00",
 *   "granted_balance":"10.00","topped_up_balance":"100.00"}]}
 * }</pre>
 *
 * The granted and the topped-up part are read by themselves: of the one spend is seen while the
 * other is topped up.
 */
final class DeepSeekProvider {
  private static final String KEY_HINT =
      "create an API key at platform.deepseek.com under API keys; any key of the account reads its"
          + " balance";

  static final ProviderType TYPE =
      new ProviderType(
          "deepseek",
          "https://api.deepseek.com",
          "DEEPSEEK_API_KEY",
          Pattern.compile("sk-\\S+"),
          KEY_HINT,
          Set.of(PrepaidAccount.INFER),
          DeepSeekProvider::create);

  private final VendorApi api;

  private DeepSeekProvider(VendorApi api) {
    this.api = api;
  }

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    DeepSeekProvider vendor = new DeepSeekProvider(VendorApi.bearer(settings, KEY_HINT, http));
    AdapterOptions options = new AdapterOptions(settings.options());
    return PrepaidAccount.provider("deepseek", settings.name(), options, vendor::balances);
  }

  private List<ReportedBalance> balances() throws ProviderException, InterruptedException {
    JsonNode accounts = api.get(api.url("user/balance").build()).path("balance_infos");
    if (!accounts.isArray()) {
      throw api.unusable("user/balance: there is no list named balance_infos");
    }
    List<ReportedBalance> balances = new ArrayList<>();
    for (JsonNode account : accounts) {
      String currency = String.valueOf(Json.text(account, "currency"));
      for (String part : List.of("granted", "topped_up")) {
        JsonNode amount = account.path(part + "_balance");
        balances.add(PrepaidAccount.part(api, part, amount, currency));
      }
    }
    return List.copyOf(balances);
  }
}
