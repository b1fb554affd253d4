// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static aispend.usage.Counts.orZero;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic Messages. Input excludes what was cached, output includes thinking:
 *
 * <pre>
 * {"input_tokens":400,"cache_read_input_tokens":500,"cache_creation_input_tokens":300,
 *  "cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":100},
 *  "output_tokens":40,"output_tokens_details":{"thinking_tokens":12},
 *  "server_tool_use":{"web_search_requests":2},"service_tier":"standard","inference_geo":"us"}
 * </pre>
 *
 * Iterations that the totals leave out (compaction) are not counted.
 */
final class AnthropicUsage {
  private AnthropicUsage() {}

  static CallUsage read(Counts usage) throws UsageException {
    Long output = usage.count("output_tokens");
    Counts outputParts = usage.within("output_tokens_details");
    Long thinking = outputParts.count("thinking_tokens");
    outputParts.requireWithin("thinking_tokens", thinking, 0, "output_tokens", output);
    ReportedTokens tokens =
        new ReportedTokens(
            ReportedTokens.Accounting.EXCLUSIVE,
            usage.count("input_tokens"),
            null,
            usage.count("cache_read_input_tokens"),
            writes(usage),
            output,
            thinking,
            Modalities.NONE);
    Map<String, String> units = new TreeMap<>();
    Long searches = usage.within("server_tool_use").count("web_search_requests");
    UsageObject.put(units, "searches", searches == null ? null : searches.toString());
    return new CallUsage(
        null, null, tokens, units, usage.text("service_tier"), null, region(usage), speed(usage));
  }

  private static CacheWrites writes(Counts usage) throws UsageException {
    Long all = usage.count("cache_creation_input_tokens");
    Counts lifetimes = usage.within("cache_creation");
    Long shortLived = lifetimes.count("ephemeral_5m_input_tokens");
    Long longLived = lifetimes.count("ephemeral_1h_input_tokens");
    if (all == null) {
      return new CacheWrites(null, shortLived, longLived);
    }
    String whole = "cache_creation_input_tokens";
    lifetimes.requireWithin("ephemeral_1h_input_tokens", longLived, 0, whole, all);
    lifetimes.requireWithin("ephemeral_5m_input_tokens", shortLived, orZero(longLived), whole, all);
    return new CacheWrites(all, all - orZero(longLived), orZero(longLived));
  }

  private static @Nullable String region(Counts usage) {
    String region = usage.text("inference_geo");
    return "not_available".equals(region) ? null : region;
  }

  private static @Nullable String speed(Counts usage) {
    String speed = usage.text("speed");
    return "standard".equals(speed) ? null : speed;
  }
}
