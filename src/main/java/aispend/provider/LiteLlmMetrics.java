// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Sums of calls as LiteLLM tells them. Prompt tokens contain those read from and written to a
 * cache.
 *
 * @param spend dollars; the proxy adds them up as binary fractions
 */
record LiteLlmMetrics(
    BigDecimal spend,
    long prompt,
    long completion,
    long cacheRead,
    long cacheWrite,
    long requests) {
  static final LiteLlmMetrics NOTHING = new LiteLlmMetrics(BigDecimal.ZERO, 0, 0, 0, 0, 0);

  /** Less is what adding up binary fractions leaves, not money. */
  private static final BigDecimal DUST = new BigDecimal("0.000000001");

  /**
   * Reads a sum, or a call, which has no {@code api_requests}.
   *
   * @throws ProviderException when it has no spend, or a count that is none: what is not known must
   *     not pass for nothing
   */
  static LiteLlmMetrics of(VendorApi api, JsonNode metrics) throws ProviderException {
    JsonNode spend = metrics.path("spend");
    if (!spend.isNumber()) {
      throw api.unusable("a sum has the spend '" + spend + "'");
    }
    return new LiteLlmMetrics(
        spend.decimalValue(),
        count(api, metrics, "prompt_tokens"),
        count(api, metrics, "completion_tokens"),
        count(api, metrics, "cache_read_input_tokens"),
        count(api, metrics, "cache_creation_input_tokens"),
        count(api, metrics, "api_requests"));
  }

  LiteLlmMetrics plus(LiteLlmMetrics other) {
    return new LiteLlmMetrics(
        spend.add(other.spend),
        prompt + other.prompt,
        completion + other.completion,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite,
        requests + other.requests);
  }

  /** What is left when some of the calls are taken away; no count goes below none. */
  LiteLlmMetrics minus(LiteLlmMetrics part) {
    return new LiteLlmMetrics(
        spend.subtract(part.spend),
        Math.max(0, prompt - part.prompt),
        Math.max(0, completion - part.completion),
        Math.max(0, cacheRead - part.cacheRead),
        Math.max(0, cacheWrite - part.cacheWrite),
        Math.max(0, requests - part.requests));
  }

  /** Whether these cannot be some of the calls of another sum. */
  boolean exceeds(LiteLlmMetrics whole) {
    return spend.subtract(whole.spend).compareTo(DUST) >= 0
        || prompt > whole.prompt
        || completion > whole.completion
        || requests > whole.requests;
  }

  boolean saysSomething() {
    boolean counted =
        LongStream.of(prompt, completion, cacheRead, cacheWrite, requests).anyMatch(n -> n != 0);
    return counted || spend.abs().compareTo(DUST) >= 0;
  }

  ReportedUsage reported(Dimensions dimensions) {
    ReportedTokens tokens =
        new ReportedTokens(
            Accounting.INCLUSIVE,
            prompt,
            null,
            cacheRead,
            new CacheWrites(cacheWrite, null, null),
            completion,
            null,
            Modalities.NONE);
    ReportedCost cost = new ReportedCost(spend.toPlainString(), ReportedCost.Unit.MAJOR, "USD");
    return new ReportedUsage(dimensions, tokens, requests, Map.of(), cost);
  }

  private static long count(VendorApi api, JsonNode metrics, String field)
      throws ProviderException {
    JsonNode value = metrics.path(field);
    Long count = Json.wholeNumber(value);
    if (count == null && !value.isMissingNode() && !value.isNull()) {
      throw api.unusable("a sum has the " + field + " '" + value + "'");
    }
    return count == null ? 0 : count;
  }
}
