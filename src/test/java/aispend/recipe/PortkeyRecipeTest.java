// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class PortkeyRecipeTest extends RecipeContract {
  PortkeyRecipeTest() {
    super(
        "portkey",
        new Shape(
            "usage",
            "/v1/analytics/graphs/cost",
            Duration.ofDays(1),
            Map.of(
                "time_of_generation_min",
                "2026-11-20T00:00:00Z",
                "time_of_generation_max",
                "2026-11-20T23:59:59Z")));
  }

  @Override
  protected String key() {
    return "invented-portkey-key-0123";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("x-portkey-api-key", key());
  }

  @Override
  protected String emptyPage() {
    return "{\"object\":\"analytics-graph\",\"summary\":{\"total\":0,\"avg\":2},\"data_points\":[]}";
  }

  @Override
  protected String scope() {
    return "analytics.view";
  }
}
