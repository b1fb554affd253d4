// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class ElevenLabsCostsRecipeTest extends RecipeContract {
  ElevenLabsCostsRecipeTest() {
    super(
        "elevenlabs-costs",
        new Shape("costs", "/v1/workspace/analytics/usage", Duration.ofDays(2), Map.of()));
  }

  @Override
  protected String key() {
    return "invented-eleven-key-0123";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("xi-api-key", key());
  }

  @Override
  protected String emptyPage() {
    return "{\"columns\":[\"time\",\"product_type\",\"model\",\"total_cost\",\"note\"],\"column_types\":[],\"column_units\":[],\"rows\":[]}";
  }

  @Override
  protected String scope() {
    return "workspace_analytics_read";
  }

  @Override
  String body() {
    return """
        {"start_time":1795132800000,"end_time":1795305600000,"interval_seconds":86400,
         "group_by":["product_type","model"],"filters":[],"time_zone":"UTC"}
        """;
  }
}
