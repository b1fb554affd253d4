// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * The names of workspaces, API keys and users. Archived ones are asked for too, because their spend
 * stays. The default workspace keeps the id {@code default}, which no list holds.
 */
final class AnthropicNames {
  private static final String MOST_A_PAGE = "1000";

  private final AnthropicApi api;

  AnthropicNames(AnthropicApi api) {
    this.api = api;
  }

  Map<String, String> workspaces() throws ProviderException, InterruptedException {
    return of(api.url("workspaces").addQueryParameter("include_archived", "true"));
  }

  Map<String, String> keys() throws ProviderException, InterruptedException {
    return of(api.url("api_keys"));
  }

  Map<String, String> users() throws ProviderException, InterruptedException {
    return of(api.url("users"));
  }

  private Map<String, String> of(HttpUrl.Builder list)
      throws ProviderException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    api.list(list.addQueryParameter("limit", MOST_A_PAGE).build(), entry -> add(entry, names));
    return Map.copyOf(names);
  }

  private static void add(JsonNode entry, Map<String, String> names) {
    String id = Json.text(entry, "id");
    String name = Json.text(entry, "name");
    String shown = name == null ? Json.text(entry, "email") : name;
    if (id != null && shown != null) {
      names.put(id, shown);
    }
  }
}
