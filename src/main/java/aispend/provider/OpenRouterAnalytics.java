// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The analytics by UTC hour and two dimensions:
 *
 * <pre>{@code
 * {"data":{"data":[{"date__hour":"2026-11-20T10:00:00.000Z","model":"openai/gpt-4.1",
 *    "api_key_id":"search","request_count":"1523","tokens_prompt":"90211","credits_usage":4.27}],
 *   "metadata":{"truncated":false}}}
 * }</pre>
 *
 * Counts are strings. Keys, users, workspaces and applications come as labels: two of one label are
 * one here. An answer holds 10,000 rows; when it says that it was cut, the window is asked for in
 * halves, down to an hour.
 */
final class OpenRouterAnalytics {
  static final int MOST_DIMENSIONS = 2;

  private static final String PATH = "analytics/query";
  private static final int MOST_ROWS = 10_000;
  private static final Duration HOUR = Duration.ofHours(1);

  /** Credits without what is spent on the customer's own keys. */
  private static final String COST = "credits_usage";

  private static final List<String> METRICS =
      List.of(
          "request_count",
          "tokens_prompt",
          "tokens_completion",
          "reasoning_tokens",
          "cached_tokens",
          COST);

  private static final Map<String, Dimension> DIMENSIONS =
      new TreeMap<>(
          Map.of(
              "model", Dimension.MODEL,
              "api_key_id", Dimension.KEY,
              "user", Dimension.USER,
              "external_user", Dimension.USER,
              "workspace", Dimension.PROJECT,
              "app", Dimension.FEATURE,
              "provider", Dimension.VARIANT,
              "country", Dimension.REGION));

  private final VendorApi api;
  private final List<String> split;

  OpenRouterAnalytics(VendorApi api, List<String> split) {
    this.api = api;
    this.split = List.copyOf(split);
  }

  /** The option {@code split}: one or two of the vendor's dimensions, the model among them. */
  static List<String> split(AdapterOptions options, String usual) {
    List<String> split = options.list("split", usual);
    EnumSet<Dimension> ours = EnumSet.noneOf(Dimension.class);
    for (String each : split) {
      Dimension dimension = DIMENSIONS.get(each);
      if (dimension == null) {
        throw options.wrong("split", "out of " + String.join(", ", DIMENSIONS.keySet()));
      }
      ours.add(dimension);
    }
    if (!split.contains("model") || ours.size() < split.size() || split.size() > MOST_DIMENSIONS) {
      throw options.wrong("split", "model and at most one other");
    }
    return split;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    JsonNode answer = api.post(api.url(PATH).build(), question(window)).path("data");
    JsonNode data = answer.path("data");
    if (!data.isArray()) {
      throw api.unusable(PATH + ": there is no list named data.data");
    }
    if (answer.path("metadata").path("truncated").asBoolean(false)) {
      return inHalves(window);
    }
    BucketRows hours = new BucketRows("analytics", window, HOUR);
    for (JsonNode row : data) {
      hours.add(hour(row), read(row));
    }
    return hours.buckets();
  }

  private List<ReportedBucket> inHalves(ChargePeriod window)
      throws ProviderException, InterruptedException {
    long hours = window.duration().toHours();
    if (hours <= 1) {
      throw api.unusable(
          PATH + ": one hour has more than " + MOST_ROWS + " rows; name less in options.split");
    }
    Instant middle = window.start().plus(HOUR.multipliedBy(hours / 2));
    List<ReportedBucket> buckets = new ArrayList<>(fetch(new ChargePeriod(window.start(), middle)));
    buckets.addAll(fetch(new ChargePeriod(middle, window.end())));
    return List.copyOf(buckets);
  }

  private ObjectNode question(ChargePeriod window) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    METRICS.forEach(question.putArray("metrics")::add);
    split.forEach(question.putArray("dimensions")::add);
    question.put("granularity", "hour");
    question
        .putObject("time_range")
        .put("start", window.start().toString())
        .put("end", window.end().toString());
    return question.put("limit", MOST_ROWS);
  }

  private Instant hour(JsonNode row) throws ProviderException {
    String time = String.valueOf(Json.text(row, "date__hour"));
    return BucketRows.instant(time)
        .orElseThrow(() -> api.unusable(PATH + ": a row has the date__hour '" + time + "'"));
  }

  private ReportedUsage read(JsonNode node) {
    ReportRow row = new ReportRow(node);
    Dimensions dimensions = Dimensions.NONE;
    for (String each : split) {
      dimensions = dimensions.with(requireNonNull(DIMENSIONS.get(each)), row.text(each));
    }
    ReportedTokens tokens =
        OpenRouterActivity.tokens(
            row.count("tokens_prompt"),
            row.count("cached_tokens"),
            row.count("tokens_completion"),
            row.count("reasoning_tokens"));
    Long requests = row.count("request_count");
    ReportedCost cost = row.cost(COST, ReportedCost.Unit.MAJOR, null);
    return new ReportedUsage(dimensions, tokens, requests, row.units(), cost);
  }
}
