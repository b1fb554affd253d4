// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class ElevenLabsRecipeTest extends RecipeContract {
  ElevenLabsRecipeTest() {
    super(
        "elevenlabs",
        new Shape(
            "usage",
            "/v1/usage/character-stats",
            Duration.ofDays(2),
            Map.of(
                "start_unix", "1795132800000", "end_unix", "1795305599000", "metric", "credits")));
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
    return "{\"time\":[],\"usage\":{}}";
  }

  @Override
  protected String scope() {
    return "user_read";
  }
}
