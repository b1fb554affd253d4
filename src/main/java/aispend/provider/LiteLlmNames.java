// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The aliases that a LiteLLM proxy has for its teams and keys. */
final class LiteLlmNames {
  private static final String KEYS_A_PAGE = "100";

  private final VendorApi api;

  LiteLlmNames(VendorApi api) {
    this.api = api;
  }

  Map<String, String> teams() throws ProviderException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    add(api.get(api.url("team/list").build()), "team_id", "team_alias", names);
    return Map.copyOf(names);
  }

  Map<String, String> keys() throws ProviderException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    for (int page = 1; page <= Pages.MAX_PAGES; page++) {
      JsonNode answer =
          api.get(
              api.url("key/list")
                  .addQueryParameter("return_full_object", "true")
                  .addQueryParameter("size", KEYS_A_PAGE)
                  .addQueryParameter("page", Integer.toString(page))
                  .build());
      add(answer.path("keys"), "token", "key_alias", names);
      if (answer.path("keys").isEmpty() || page >= answer.path("total_pages").asInt()) {
        break;
      }
    }
    return Map.copyOf(names);
  }

  private static void add(JsonNode list, String id, String name, Map<String, String> names) {
    for (JsonNode entry : list) {
      String key = Json.text(entry, id);
      String shown = Json.text(entry, name);
      if (key != null && shown != null) {
        names.put(key, shown);
      }
    }
  }
}
