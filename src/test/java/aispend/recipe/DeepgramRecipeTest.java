// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class DeepgramRecipeTest extends RecipeContract {
  DeepgramRecipeTest() {
    super(
        "deepgram",
        new Shape(
            "costs",
            "/v1/projects/p-1/billing/breakdown",
            Duration.ofDays(2),
            Map.of("start", "2026-11-20", "end", "2026-11-21")));
  }

  @Override
  protected String key() {
    return "0123456789abcdef0123456789abcdef01234567";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Token " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"start\":\"2026-11-20\",\"end\":\"2026-11-21\",\"resolution\":{\"units\":\"day\",\"amount\":1},\"results\":[]}";
  }

  @Override
  protected String scope() {
    return "billing:read";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("project", "p-1");
  }
}
