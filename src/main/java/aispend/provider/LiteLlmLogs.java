// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's log of calls, added up as it is read, so that memory grows with what calls are split
 * by and not with their number:
 *
 * <pre>{@code
 * {"data":[{"request_id":"chatcmpl-1","api_key":"88dc28","spend":0.00123,"prompt_tokens":900,
 *    "completion_tokens":40,"startTime":"2026-11-20T10:00:00.123000+00:00","model":"gpt-5-mini",
 *    "user":"u1","team_id":"t1","end_user":"","request_tags":["feature:search"]}],
 *  "total":10000,"page":1,"total_pages":10,"total_is_capped":true}
 * }</pre>
 *
 * Asked for oldest first. {@code total_pages} is of a total that stops at 10,000, so the pages end
 * at an empty one. A call that is written late moves the later ones on by a place: one that was on
 * the page before is taken once.
 */
final class LiteLlmLogs {
  private static final String PATH = "spend/logs/v2";
  private static final int ROWS_A_PAGE = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);

  /** Read as UTC, and both bounds as inclusive to the second. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** More calls in a day than this are not read, but said. */
  private static final int MOST_PAGES = 10 * Pages.MAX_PAGES;

  private record Group(Instant hour, Dimensions dimensions) {}

  private final VendorApi api;
  private final String featureTag;

  /**
   * Asks through an API.
   *
   * @param featureTag how a tag begins whose rest is the feature: {@code feature:}; empty for none
   */
  LiteLlmLogs(VendorApi api, String featureTag) {
    this.api = api;
    this.featureTag = featureTag;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    Map<Group, LiteLlmMetrics> sums = new LinkedHashMap<>();
    Set<String> before = Set.of();
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode data = page(window, page);
      Set<String> ids = new HashSet<>();
      for (JsonNode call : data) {
        String id = String.valueOf(Json.text(call, "request_id"));
        if (ids.add(id) && !before.contains(id)) {
          add(call, sums);
        }
      }
      if (data.size() < ROWS_A_PAGE) {
        return buckets(window, sums);
      }
      before = ids;
    }
    throw api.unusable(PATH + ": the list does not end after " + MOST_PAGES + " pages");
  }

  private JsonNode page(ChargePeriod window, int page)
      throws ProviderException, InterruptedException {
    JsonNode data =
        api.get(
                api.url(PATH)
                    .addQueryParameter("start_date", TIME.format(window.start()))
                    .addQueryParameter("end_date", TIME.format(window.end().minusSeconds(1)))
                    .addQueryParameter("sort_by", "startTime")
                    .addQueryParameter("sort_order", "asc")
                    .addQueryParameter("page_size", Integer.toString(ROWS_A_PAGE))
                    .addQueryParameter("page", Integer.toString(page))
                    .build())
            .path("data");
    if (!data.isArray()) {
      throw api.unusable(PATH + ": there is no list named data");
    }
    return data;
  }

  private void add(JsonNode call, Map<Group, LiteLlmMetrics> sums) throws ProviderException {
    String time = String.valueOf(Json.text(call, "startTime"));
    Instant hour =
        BucketRows.instant(time)
            .orElseThrow(() -> api.unusable(PATH + ": a call has the startTime '" + time + "'"))
            .truncatedTo(ChronoUnit.HOURS);
    sums.merge(new Group(hour, dimensions(call)), one(call), LiteLlmMetrics::plus);
  }

  private LiteLlmMetrics one(JsonNode call) throws ProviderException {
    LiteLlmMetrics told = LiteLlmMetrics.of(api, call);
    return new LiteLlmMetrics(
        told.spend(), told.prompt(), told.completion(), told.cacheRead(), told.cacheWrite(), 1);
  }

  private Dimensions dimensions(JsonNode call) {
    String endUser = Json.text(call, "end_user");
    return Dimensions.of(Dimension.PROJECT, Json.text(call, "team_id"))
        .with(Dimension.MODEL, Json.text(call, "model"))
        .with(Dimension.KEY, Json.text(call, "api_key"))
        .with(Dimension.USER, endUser == null ? Json.text(call, "user") : endUser)
        .with(Dimension.FEATURE, feature(call))
        .with(Dimension.TEAM, Json.text(call, "team_id"));
  }

  private @Nullable String feature(JsonNode call) {
    for (JsonNode tag : call.path("request_tags")) {
      String text = tag.asText();
      if (!featureTag.isEmpty() && text.startsWith(featureTag)) {
        return text.substring(featureTag.length());
      }
    }
    return null;
  }

  private static List<ReportedBucket> buckets(
      ChargePeriod window, Map<Group, LiteLlmMetrics> sums) {
    BucketRows hours = new BucketRows("logs", window, HOUR);
    sums.forEach((group, sum) -> hours.add(group.hour(), sum.reported(group.dimensions())));
    return hours.buckets();
  }
}
