// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The activity of finished UTC days, all 30 that there are in one answer:
 *
 * <pre>{@code
 * {"data":[{"date":"2026-11-19","model":"openai/gpt-4.1","endpoint_id":"550e...",
 *   "provider_name":"OpenAI","usage":0.015,"byok_usage_inference":0.012,"requests":5,
 *   "prompt_tokens":50,"cached_tokens":10,"completion_tokens":125,"reasoning_tokens":25}]}
 * }</pre>
 *
 * {@code usage} is dollars of credit. {@code cached_tokens} may exceed {@code prompt_tokens} where
 * a whole answer was replayed. A day is named only when something was used.
 */
final class OpenRouterActivity {
  private static final Duration DAY = Duration.ofDays(1);

  private final VendorApi api;
  private final boolean byWorkspace;

  OpenRouterActivity(VendorApi api, boolean byWorkspace) {
    this.api = api;
    this.byWorkspace = byWorkspace;
  }

  /** No date is asked for: a single one would be refused while it runs, and days are many calls. */
  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    HttpUrl.Builder url = api.url("activity");
    if (byWorkspace) {
      url.addQueryParameter("group_by", "workspace");
    }
    JsonNode data = api.get(url.build()).path("data");
    if (!data.isArray()) {
      throw api.unusable("activity: there is no list named data");
    }
    BucketRows days = new BucketRows("activity", window, DAY);
    for (JsonNode row : data) {
      days.add(day(row), read(row));
    }
    return days.buckets();
  }

  private Instant day(JsonNode row) throws ProviderException {
    String date = String.valueOf(Json.text(row, "date"));
    return BucketRows.instant(date)
        .orElseThrow(() -> api.unusable("activity: a row has the date '" + date + "'"));
  }

  private static ReportedUsage read(JsonNode node) {
    ReportRow row = new ReportRow(node);
    Dimensions dimensions =
        Dimensions.of(Dimension.PROJECT, row.text("workspace_id"))
            .with(Dimension.MODEL, row.text("model"))
            .with(Dimension.LINE_ITEM, row.text("endpoint_id"))
            .with(Dimension.VARIANT, row.text("provider_name"));
    ReportedTokens tokens =
        tokens(
            row.count("prompt_tokens"),
            row.count("cached_tokens"),
            row.count("completion_tokens"),
            row.count("reasoning_tokens"));
    Long requests = row.count("requests");
    ReportedCost cost = row.cost("usage", ReportedCost.Unit.MAJOR, null);
    return new ReportedUsage(dimensions, tokens, requests, row.units(), cost);
  }

  /** What was read from a cache beside what was not, as replays may be more than the prompt. */
  static ReportedTokens tokens(
      @Nullable Long prompt,
      @Nullable Long cached,
      @Nullable Long completion,
      @Nullable Long reasoning) {
    Long uncached =
        prompt == null || cached == null ? prompt : Long.valueOf(Math.max(0, prompt - cached));
    return new ReportedTokens(
        Accounting.EXCLUSIVE,
        uncached,
        null,
        cached,
        CacheWrites.NONE,
        completion,
        reasoning,
        Modalities.NONE);
  }
}
