// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.Dimension;
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

  Map<String, String> of(Dimension dimension) throws ProviderException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    api.list(list(dimension), entry -> add(entry, names));
    return Map.copyOf(names);
  }

  private HttpUrl list(Dimension dimension) {
    HttpUrl.Builder url;
    if (dimension == Dimension.PROJECT) {
      url = api.url("workspaces").addQueryParameter("include_archived", "true");
    } else if (dimension == Dimension.KEY) {
      url = api.url("api_keys");
    } else if (dimension == Dimension.USER) {
      url = api.url("users");
    } else {
      throw new IllegalArgumentException("Anthropic has no names for " + dimension.code());
    }
    return url.addQueryParameter("limit", MOST_A_PAGE).build();
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
