// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static aispend.usage.Counts.orZero;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Bedrock Converse. Input excludes what was cached, as Anthropic's does:
 *
 * <pre>
 * {"inputTokens":400,"cacheReadInputTokens":500,"cacheWriteInputTokens":300,
 *  "cacheDetails":[{"ttl":"1h","inputTokens":100}],"outputTokens":40,"totalTokens":1240}
 * </pre>
 */
final class BedrockUsage {
  private BedrockUsage() {}

  static ReportedTokens read(Counts usage) throws UsageException {
    return new ReportedTokens(
        ReportedTokens.Accounting.EXCLUSIVE,
        usage.count("inputTokens"),
        null,
        usage.count("cacheReadInputTokens"),
        writes(usage),
        usage.count("outputTokens"),
        null,
        Modalities.NONE);
  }

  private static CacheWrites writes(Counts usage) throws UsageException {
    Long all = usage.count("cacheWriteInputTokens");
    long longLived = 0;
    for (JsonNode detail : usage.list("cacheDetails")) {
      if (detail.path("ttl").asText().equals("1h") && detail.hasNonNull("inputTokens")) {
        longLived += Counts.count("cacheDetails.inputTokens", detail.path("inputTokens"));
      }
    }
    usage.requireWithin("cacheDetails", longLived, 0, "cacheWriteInputTokens", all);
    return all == null
        ? CacheWrites.NONE
        : new CacheWrites(all, orZero(all) - longLived, longLived);
  }
}
