// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * OpenRouter's list of models ({@code GET https://openrouter.ai/api/v1/models}, OpenAPI document of
 * 2026-08-22) as a price map in LiteLLM's format:
 *
 * <pre>{@code
 * {"data":[{"id":"openai/gpt-4.1","pricing":{"prompt":"0.000002","completion":"0.000008",
 *    "input_cache_read":"0.0000005","overrides":[{"min_prompt_tokens":200000,"prompt":"0.000004"}]}}]}
 * }</pre>
 *
 * Prices are dollars for one token, as texts. A router, whose price is -1, has none. Of the
 * overrides those are taken that ask for whole thousands of tokens and nothing else; a price by the
 * hour of the day is none for a whole day.
 */
final class OpenRouterPrices {
  private static final String VENDOR = "openrouter";
  private static final String TOKENS = "min_prompt_tokens";
  private static final int THOUSAND = 1_000;

  private static final Map<String, String> FIELDS =
      Map.of(
          "prompt", "input_cost_per_token",
          "completion", "output_cost_per_token",
          "input_cache_read", "cache_read_input_token_cost",
          "input_cache_write", "cache_creation_input_token_cost",
          "internal_reasoning", "output_cost_per_reasoning_token",
          "audio", "input_cost_per_audio_token",
          "audio_output", "output_cost_per_audio_token",
          "input_audio_cache", "cache_read_input_audio_token_cost",
          "image_token", "input_cost_per_image_token",
          "image_output", "output_cost_per_image_token");

  /** The longer of the two lifetimes has a name of its own in the map. */
  private static final String LONG_WRITE = "input_cache_write_1h";

  private OpenRouterPrices() {}

  /** The list as a map; empty when the document is another. */
  static Optional<JsonNode> map(JsonNode document) {
    JsonNode first = document.path("data").path(0);
    if (!first.path("id").isTextual() || !first.path("pricing").isObject()) {
      return Optional.empty();
    }
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    for (JsonNode model : document.path("data")) {
      map.set(VENDOR + "/" + model.path("id").asText(), entry(model.path("pricing")));
    }
    return Optional.of(map);
  }

  private static ObjectNode entry(JsonNode pricing) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("litellm_provider", VENDOR);
    put(entry, pricing, "");
    for (JsonNode override : pricing.path("overrides")) {
      long tokens = override.path(TOKENS).asLong();
      boolean byTime = override.has("utc_start") || override.has("utc_end");
      if (!byTime && tokens > 0 && tokens % THOUSAND == 0) {
        put(entry, override, "_above_" + tokens / THOUSAND + "k_tokens");
      }
    }
    return entry;
  }

  private static void put(ObjectNode entry, JsonNode prices, String suffix) {
    FIELDS.forEach((theirs, field) -> put(entry, field + suffix, prices.path(theirs)));
    put(entry, "cache_creation_input_token_cost_above_1hr" + suffix, prices.path(LONG_WRITE));
  }

  private static void put(ObjectNode entry, String field, JsonNode price) {
    if (!price.isMissingNode() && !price.isNull() && !price.asText().startsWith("-")) {
      entry.set(field, price);
    }
  }
}
