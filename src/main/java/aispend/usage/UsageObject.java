// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import aispend.model.ReportedTokens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one usage object as a vendor's answer has it, by its shape: OpenAI chat, completions,
 * embeddings, images, transcriptions and Responses; Anthropic Messages; Gemini {@code
 * usageMetadata}; Bedrock Converse; Ollama. Fields that are not known are ignored.
 */
public final class UsageObject {
  private static final String[] ANTHROPIC = {
    "cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "server_tool_use"
  };
  private static final String[] RESPONSES = {
    "input_tokens_details", "input_token_details", "total_tokens"
  };

  private UsageObject() {}

  /**
   * What a usage object says.
   *
   * @param provider decides where the shape could be Anthropic's or OpenAI's; may be empty
   * @throws UsageException when it is no usage object, or one that cannot be right
   */
  public static CallUsage read(JsonNode json, String provider) throws UsageException {
    Counts usage = Counts.of(json);
    CallUsage told = tokens(usage, provider);
    return new CallUsage(
        null,
        null,
        told.tokens(),
        units(usage, told.units()),
        told.tier() == null ? usage.text("service_tier") : told.tier(),
        cost(usage, json),
        told.region(),
        told.speed());
  }

  private static CallUsage tokens(Counts usage, String provider) throws UsageException {
    if (usage.hasAny("prompt_tokens", "completion_tokens")) {
      return CallUsage.of(OpenAiUsage.chat(usage));
    }
    if (usage.hasAny("input_tokens", "output_tokens")) {
      return isAnthropic(usage, provider)
          ? AnthropicUsage.read(usage)
          : CallUsage.of(OpenAiUsage.responses(usage));
    }
    if (GeminiUsage.is(usage)) {
      return GeminiUsage.read(usage);
    }
    if (usage.hasAny("inputTokens", "outputTokens")) {
      return CallUsage.of(BedrockUsage.read(usage));
    }
    if (usage.hasAny("prompt_eval_count", "eval_count", "eval_duration", "done")) {
      Long input = usage.count("prompt_eval_count");
      Long output = usage.count("eval_count");
      return CallUsage.of(ReportedTokens.plain(Counts.orZero(input), Counts.orZero(output)));
    }
    if (usage.hasAny("seconds")) {
      return CallUsage.NONE;
    }
    throw new UsageException(
        "",
        "of no known shape",
        "must be the usage object of OpenAI, Anthropic, Gemini, Bedrock or Ollama; else send"
            + " input_tokens and output_tokens");
  }

  /** Where nothing was cached the two count alike. */
  private static boolean isAnthropic(Counts usage, String provider) {
    String name = provider.toLowerCase(Locale.ROOT);
    boolean named = name.contains("anthropic") || name.contains("claude");
    boolean anthropic = usage.hasAny(ANTHROPIC);
    boolean responses = usage.hasAny(RESPONSES);
    return anthropic == responses ? named : anthropic;
  }

  private static Map<String, String> units(Counts usage, Map<String, String> told)
      throws UsageException {
    Map<String, String> units = new TreeMap<>(told);
    put(units, "searches", usage.quantity("num_search_queries"));
    if ("duration".equals(usage.text("type"))) {
      put(units, "seconds", usage.quantity("seconds"));
    }
    return units;
  }

  static void put(Map<String, String> units, String unit, @Nullable String quantity) {
    if (quantity != null && !quantity.matches("[0.]+")) {
      units.put(unit, quantity);
    }
  }

  /** OpenRouter tells a number, Perplexity an object. */
  private static @Nullable String cost(Counts usage, JsonNode json) throws UsageException {
    return json.path("cost").isObject()
        ? usage.within("cost").dollars("total_cost")
        : usage.dollars("cost");
  }
}
