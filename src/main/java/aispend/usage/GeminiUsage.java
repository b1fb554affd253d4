// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static aispend.usage.Counts.orZero;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's {@code usageMetadata}, also in the spelling of its Python client. The prompt includes
 * what was cached; thoughts stand beside the candidates, and what tools put into the prompt stands
 * beside the prompt. An absent count is 0.
 *
 * <pre>
 * {"promptTokenCount":900,"cachedContentTokenCount":500,"candidatesTokenCount":40,
 *  "thoughtsTokenCount":12,"toolUsePromptTokenCount":30,"totalTokenCount":982,
 *  "promptTokensDetails":[{"modality":"AUDIO","tokenCount":300}],"trafficType":"ON_DEMAND"}
 * </pre>
 */
final class GeminiUsage {
  private static final String[] PROMPT = {"promptTokenCount", "prompt_token_count"};
  private static final String[] CACHED = {"cachedContentTokenCount", "cached_content_token_count"};
  private static final String[] CANDIDATES = {
    "candidatesTokenCount", "candidates_token_count", "responseTokenCount", "response_token_count"
  };
  private static final String[] THOUGHTS = {"thoughtsTokenCount", "thoughts_token_count"};
  private static final String[] TOOLS = {"toolUsePromptTokenCount", "tool_use_prompt_token_count"};
  private static final String[] TOTAL = {"totalTokenCount", "total_token_count"};

  private GeminiUsage() {}

  static boolean is(Counts usage) {
    return usage.hasAny(PROMPT) || usage.hasAny(CANDIDATES) || usage.hasAny(TOTAL);
  }

  static CallUsage read(Counts usage) throws UsageException {
    long prompt = orZero(usage.count(PROMPT));
    long cached = orZero(usage.count(CACHED));
    long candidates = orZero(usage.count(CANDIDATES));
    long thoughts = orZero(usage.count(THOUGHTS));
    usage.requireWithin(CACHED[0], cached, 0, PROMPT[0], prompt);
    ReportedTokens tokens =
        new ReportedTokens(
            ReportedTokens.Accounting.INCLUSIVE,
            prompt + orZero(usage.count(TOOLS)),
            null,
            cached,
            CacheWrites.NONE,
            candidates + thoughts,
            thoughts,
            modalities(usage, prompt, cached, candidates));
    return new CallUsage(null, null, tokens, Map.of(), tier(usage), null);
  }

  private static Modalities modalities(Counts usage, long prompt, long cached, long candidates)
      throws UsageException {
    Parts whole = parts(usage, "promptTokensDetails", "prompt_tokens_details");
    Parts read = parts(usage, "cacheTokensDetails", "cache_tokens_details");
    Parts tools = parts(usage, "toolUsePromptTokensDetails", "tool_use_prompt_tokens_details");
    Parts output = parts(usage, "candidatesTokensDetails", "candidates_tokens_details");
    if (output.sum() == 0) {
      output = parts(usage, "responseTokensDetails", "response_tokens_details");
    }
    whole.requireWithin(usage, "promptTokensDetails", PROMPT[0], prompt);
    read.requireWithin(usage, "cacheTokensDetails", CACHED[0], cached);
    output.requireWithin(usage, "candidatesTokensDetails", CANDIDATES[0], candidates);
    return new Modalities(
        Math.max(0, whole.audio() - read.audio()) + tools.audio(),
        read.audio(),
        Math.max(0, whole.image() - read.image()) + tools.image(),
        read.image(),
        output.audio(),
        output.image());
  }

  private static Parts parts(Counts usage, String... names) throws UsageException {
    long audio = 0;
    long image = 0;
    for (String name : names) {
      for (JsonNode part : usage.list(name)) {
        String modality = part.path("modality").asText();
        JsonNode number = part.path(part.has("tokenCount") ? "tokenCount" : "token_count");
        long count = number.isMissingNode() ? 0 : Counts.count(name + ".tokenCount", number);
        audio += modality.equals("AUDIO") ? count : 0;
        image += modality.equals("IMAGE") ? count : 0;
      }
    }
    return new Parts(audio, image);
  }

  /** Vertex tells how it was served: {@code ON_DEMAND}, {@code ON_DEMAND_PRIORITY}. */
  private static @Nullable String tier(Counts usage) {
    String traffic = usage.text("trafficType");
    if (traffic == null) {
      return usage.text("serviceTier");
    }
    return traffic.equals("ON_DEMAND")
        ? "standard"
        : traffic.replaceFirst("^ON_DEMAND_", "").toLowerCase(Locale.ROOT);
  }

  /** What of a count has a price of its own. */
  private record Parts(long audio, long image) {
    long sum() {
      return audio + image;
    }

    void requireWithin(Counts usage, String name, String wholeName, long whole)
        throws UsageException {
      usage.requireWithin(name, sum(), 0, wholeName, whole);
    }
  }
}
