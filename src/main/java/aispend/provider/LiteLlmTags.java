// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What features cost by UTC day and model, as the proxy's export of request tags tells:
 *
 * <pre>{@code
 * [{"date":"2026-11-20","entity_id":"feature:search","model":"gpt-5-mini","spend":1.23,
 *   "prompt_tokens":90000,"completion_tokens":4000,"api_requests":42}]
 * }</pre>
 *
 * A call with two tags is in two rows, so tags do not add up. Of those that begin as features do, a
 * call is meant to have one; where such rows come to more than the proxy's own total of that day
 * and model, calls had several, and none of these rows is taken.
 */
final class LiteLlmTags {
  private static final Logger log = LoggerFactory.getLogger(LiteLlmTags.class);
  private static final String PATH = "tag/daily/activity/export";
  private static final Duration DAY = Duration.ofDays(1);

  /** A day and a model, of which the proxy knows a total. */
  private record Group(Instant day, String model) {}

  private final String provider;
  private final VendorApi api;
  private final String prefix;
  private final LiteLlmActivity activity;
  private String overlapping = "";

  /**
   * Asks through an API.
   *
   * @param prefix how a tag begins whose rest is the feature: {@code feature:}
   * @param activity whose totals no features may exceed
   */
  LiteLlmTags(String provider, VendorApi api, String prefix, LiteLlmActivity activity) {
    this.provider = provider;
    this.api = api;
    this.prefix = prefix;
    this.activity = activity;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    // The proxy goes on counting: read later, a total has at least what the features have.
    Map<Group, Map<String, LiteLlmMetrics>> features = features(window);
    Map<Group, LiteLlmMetrics> totals = totals(window);
    BucketRows days = new BucketRows("tags", window, DAY);
    Set<String> refused = new TreeSet<>();
    features.forEach(
        (group, sums) -> {
          // A day whose models are all left out is told as well, so that what was taken goes.
          days.told(group.day());
          if (addUpTo(totals.get(group), sums)) {
            sums.forEach((feature, used) -> days.add(group.day(), row(group, feature, used)));
          } else {
            refused.add(group.day().toString().substring(0, 10) + " " + group.model());
          }
        });
    say(refused);
    return days.buckets();
  }

  /** Of a day and model that the proxy has no total of, nothing says otherwise. */
  private static boolean addUpTo(@Nullable LiteLlmMetrics total, Map<String, LiteLlmMetrics> sums) {
    LiteLlmMetrics sum =
        sums.values().stream().reduce(LiteLlmMetrics.NOTHING, LiteLlmMetrics::plus);
    return total == null || !sum.exceeds(total);
  }

  private static ReportedUsage row(Group group, String feature, LiteLlmMetrics used) {
    return used.reported(
        Dimensions.of(Dimension.MODEL, group.model()).with(Dimension.FEATURE, feature));
  }

  private Map<Group, Map<String, LiteLlmMetrics>> features(ChargePeriod window)
      throws ProviderException, InterruptedException {
    Map<Group, Map<String, LiteLlmMetrics>> features = new LinkedHashMap<>();
    for (JsonNode row : export(window)) {
      String tag = Json.text(row, "entity_id");
      if (tag != null && tag.startsWith(prefix) && tag.length() > prefix.length()) {
        features
            .computeIfAbsent(group(row), none -> new LinkedHashMap<>())
            .merge(
                tag.substring(prefix.length()), LiteLlmMetrics.of(api, row), LiteLlmMetrics::plus);
      }
    }
    return features;
  }

  private JsonNode export(ChargePeriod window) throws ProviderException, InterruptedException {
    JsonNode rows =
        api.get(
            api.url(PATH)
                .addQueryParameter("start_date", date(window.start()))
                .addQueryParameter("end_date", date(window.end().minusSeconds(1)))
                .addQueryParameter("format", "json")
                .addQueryParameter("export_type", "daily_with_models")
                .build());
    if (!rows.isArray()) {
      throw api.unusable(PATH + ": the answer is no list");
    }
    return rows;
  }

  private Group group(JsonNode row) throws ProviderException {
    String date = String.valueOf(Json.text(row, "date"));
    Instant day =
        BucketRows.instant(date)
            .orElseThrow(() -> api.unusable(PATH + ": a row has the date '" + date + "'"));
    String model = Json.text(row, "model");
    return new Group(day, model == null ? "" : model);
  }

  /** What the proxy says of each day and model, whatever the tags. */
  private Map<Group, LiteLlmMetrics> totals(ChargePeriod window)
      throws ProviderException, InterruptedException {
    Map<Group, LiteLlmMetrics> totals = new LinkedHashMap<>();
    activity.forEachModel(
        window,
        (day, model, metrics) ->
            totals.merge(new Group(day, model), metrics, LiteLlmMetrics::plus));
    return totals;
  }

  /** When it begins and changes, not at each poll. */
  private void say(Set<String> refused) {
    String now = String.join(", ", refused.stream().limit(3).toList());
    if (!refused.isEmpty() && !now.equals(overlapping)) {
      log.warn(
          "Calls have several tags of features, so these are left out. provider={} begin=\"{}\""
              + " days_and_models={} such_as=\"{}\"",
          provider,
          prefix,
          refused.size(),
          now);
    }
    overlapping = now;
  }

  private static String date(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
