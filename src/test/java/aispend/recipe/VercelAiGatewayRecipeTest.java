// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class VercelAiGatewayRecipeTest extends RecipeContract {
  VercelAiGatewayRecipeTest() {
    super(
        "vercel-ai-gateway",
        new Shape(
            "costs",
            "/v1/report",
            Duration.ofDays(1),
            Map.of("start_date", "2026-11-20", "end_date", "2026-11-20", "group_by", "model")));
  }

  @Override
  protected String key() {
    return "invented-vercel-key-0123";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"results\":[]}";
  }

  @Override
  protected String scope() {
    return "plan";
  }
}
