// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class MoonshotProvider implements Provider {
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
          MoonshotProvider::new);

  private final String name;
  private final VendorApi api;
  private final String currency;
  private final Optional<Source> inferred;

  MoonshotProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.inferred = PrepaidAccount.inferred(name, options);
    this.currency =
        options.text(
            "currency",
            settings.baseUrl().endsWith(".cn") ? "CNY" : "USD",
            "[A-Z]{3}",
            "three capitals as in ISO 4217, like USD");
    this.api =
        new VendorApi(
            settings, KEY_HINT, http, Map.of("Authorization", "Bearer " + settings.key().reveal()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of();
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window) {
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  @Override
  public List<ReportedBalance> balances() throws ProviderException, InterruptedException {
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

  @Override
  public Optional<Source> inferred() {
    return inferred;
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    balances();
  }

  @Override
  public String toString() {
    return "moonshot provider " + name;
  }
}
