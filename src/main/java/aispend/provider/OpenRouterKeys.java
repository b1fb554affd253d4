// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ReportedLimit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the keys of the default workspace may spend:
 *
 * <pre>{@code
 * {"data":[{"hash":"f01d52","name":"search","label":"sk-or-v1-0e6...1c96","limit":100,
 *    "limit_remaining":74.5,"limit_reset":"monthly","usage":25.5}]}
 * }</pre>
 *
 * {@code limit} is null for a key without one, {@code limit_reset} for one that never starts anew.
 * How many keys a page has is not documented, so pages end at an empty one, or at one that brings
 * no new key.
 */
final class OpenRouterKeys {
  private final VendorApi api;

  OpenRouterKeys(VendorApi api) {
    this.api = api;
  }

  List<ReportedLimit> limits() throws ProviderException, InterruptedException {
    List<ReportedLimit> limits = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int page = 1; page <= Pages.MAX_PAGES; page++) {
      boolean more = false;
      for (JsonNode key : page(seen.size())) {
        String hash = String.valueOf(Json.text(key, "hash"));
        if (seen.add(hash)) {
          more = true;
          add(hash, key, limits);
        }
      }
      if (!more) {
        return List.copyOf(limits);
      }
    }
    throw api.unusable("keys: the list does not end after " + Pages.MAX_PAGES + " pages");
  }

  private JsonNode page(int offset) throws ProviderException, InterruptedException {
    JsonNode keys =
        api.get(api.url("keys").addQueryParameter("offset", Integer.toString(offset)).build())
            .path("data");
    if (!keys.isArray()) {
      throw api.unusable("keys: there is no list named data");
    }
    return keys;
  }

  private void add(String hash, JsonNode key, List<ReportedLimit> limits) throws ProviderException {
    if (!key.hasNonNull("limit")) {
      return;
    }
    Money most = dollars("limit", key);
    Money spent =
        key.hasNonNull("limit_remaining") ? most.minus(dollars("limit_remaining", key)) : null;
    limits.add(
        new ReportedLimit("key", hash, text(key, "name"), text(key, "limit_reset"), most, spent));
  }

  private Money dollars(String field, JsonNode key) throws ProviderException {
    return ToldMoney.units(api, "a key's " + field, key.path(field), "USD");
  }

  private static String text(JsonNode key, String field) {
    String text = Json.text(key, field);
    return text == null ? "" : text;
  }
}
