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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class DeepSeekProvider implements Provider {
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
          DeepSeekProvider::new);

  private final String name;
  private final VendorApi api;
  private final Optional<Source> inferred;

  DeepSeekProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    this.name = settings.name();
    this.inferred = PrepaidAccount.inferred(name, new AdapterOptions(settings.options()));
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
    return "deepseek provider " + name;
  }
}
