// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class HeliconeRecipeTest extends RecipeContract {
  HeliconeRecipeTest() {
    super(
        "helicone",
        new Shape("usage", "/v1/request/query-clickhouse", Duration.ofHours(1), Map.of()));
  }

  @Override
  protected String key() {
    return "sk-helicone-invented-0123";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"data\":[],\"error\":null}";
  }

  @Override
  protected String scope() {
    return "requests read";
  }

  @Override
  String body() {
    return """
        {"filter":{"left":{"request_response_rmt":{"request_created_at":{"gte":"2026-11-20T00:00:00Z"}}},
          "operator":"and",
          "right":{"request_response_rmt":{"request_created_at":{"lt":"2026-11-20T01:00:00Z"}}}},
         "offset":0,"limit":1000,"sort":{"created_at":"asc"},"includeInputs":false,"isCached":false}
        """;
  }
}
