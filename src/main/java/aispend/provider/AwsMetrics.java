// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's counts of one region by UTC hour and model, asked by search expressions:
 *
 * <pre>{@code
 * {"MetricDataResults":[{"Id":"input","Label":"anthropic.claude-sonnet-5-v1:0",
 *    "Timestamps":[1795125600],"Values":[12345.0],"StatusCode":"Complete"}],"NextToken":null}
 * }</pre>
 *
 * Timestamps are epoch seconds and stand beside the values. A series may go on on the next page.
 */
final class AwsMetrics {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String COMPLETE = "Complete";

  /**
   * Which metrics are read beside the documented three; their names are not confirmed.
   *
   * @param read the metric of tokens read from a cache; empty for none
   * @param written the same of those written to it
   * @param included whether {@code InputTokenCount} contains both
   */
  record Caching(String read, String written, boolean included) {
    static Caching of(AdapterOptions options) {
      String name = "[A-Za-z0-9]{0,100}";
      return new Caching(
          options.text("cache_read_metric", "", name, "a metric's name"),
          options.text("cache_write_metric", "", name, "a metric's name"),
          options.flag("input_includes_cached", false));
    }

    private Accounting accounting() {
      boolean apart = !included && !(read + written).isEmpty();
      return apart ? Accounting.EXCLUSIVE : Accounting.INCLUSIVE;
    }
  }

  private final AwsApi api;
  private final List<AwsApi.Operation> regions;
  private final Accounting accounting;

  /** The metrics by what they count. */
  private final Map<String, String> metrics = new TreeMap<>();

  /**
   * Asks through an API.
   *
   * @param regions the operation in each region that is read
   */
  AwsMetrics(AwsApi api, List<AwsApi.Operation> regions, Caching caching) {
    this.api = api;
    this.regions = List.copyOf(regions);
    this.accounting = caching.accounting();
    metrics.put("input", "InputTokenCount");
    metrics.put("output", "OutputTokenCount");
    metrics.put("calls", "Invocations");
    metrics.put("read", caching.read());
    metrics.put("written", caching.written());
    metrics.values().removeIf(String::isEmpty);
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows hours = new BucketRows("usage", window, HOUR);
    for (AwsApi.Operation region : regions) {
      SortedMap<Instant, SortedMap<String, ObjectNode>> counts = counts(region, window);
      counts.forEach(
          (hour, models) -> models.forEach((model, row) -> add(hours, region, hour, model, row)));
    }
    return hours.buckets();
  }

  private void add(
      BucketRows hours, AwsApi.Operation region, Instant hour, String model, ObjectNode counts) {
    ReportRow row = new ReportRow(counts);
    Dimensions dimensions =
        Dimensions.of(Dimension.MODEL, model).with(Dimension.REGION, region.region());
    ReportedTokens tokens =
        new ReportedTokens(
            accounting,
            row.count("input"),
            null,
            row.count("read"),
            new CacheWrites(row.count("written"), null, null),
            row.count("output"),
            null,
            Modalities.NONE);
    hours.add(hour, new ReportedUsage(dimensions, tokens, row.count("calls"), row.units(), null));
  }

  /** A row of counts for each hour and model. */
  private SortedMap<Instant, SortedMap<String, ObjectNode>> counts(
      AwsApi.Operation region, ChargePeriod window) throws ProviderException, InterruptedException {
    SortedMap<Instant, SortedMap<String, ObjectNode>> counts = new TreeMap<>();
    ObjectNode body = body(window);
    Set<String> followed = new HashSet<>();
    while (followed.size() < Pages.MAX_PAGES) {
      JsonNode page = api.ask(region, body);
      requireWhole(page);
      for (JsonNode series : page.path("MetricDataResults")) {
        take(series, counts);
      }
      String next = next(page, followed);
      if (next == null) {
        requireComplete(page);
        return counts;
      }
      body.put("NextToken", next);
    }
    throw api.unusable("metrics: there are more than " + Pages.MAX_PAGES + " pages");
  }

  private void requireWhole(JsonNode page) throws ProviderException {
    if (!page.path("MetricDataResults").isArray()) {
      throw api.unusable("metrics: there is no list named MetricDataResults");
    }
    JsonNode message = page.path("Messages").path(0);
    if (!message.isMissingNode()) {
      throw api.unusable(
          "metrics: " + message.path("Code").asText() + ": " + message.path("Value").asText());
    }
  }

  private @Nullable String next(JsonNode page, Set<String> followed) throws ProviderException {
    String next = Json.text(page, "NextToken");
    if (next != null && !followed.add(next)) {
      throw api.unusable("metrics: a page repeats the token of the next one");
    }
    return next;
  }

  /** What is partial goes on behind a token; on the last page something would be missing. */
  private void requireComplete(JsonNode last) throws ProviderException {
    for (JsonNode series : last.path("MetricDataResults")) {
      if (!series.path("StatusCode").asText().equals(COMPLETE)) {
        throw api.unusable(
            "metrics: the series of "
                + series.path("Label").asText()
                + " is partial, and there is no next page");
      }
    }
  }

  private void take(JsonNode series, SortedMap<Instant, SortedMap<String, ObjectNode>> counts)
      throws ProviderException {
    String status = series.path("StatusCode").asText();
    if (!status.equals(COMPLETE) && !status.equals("PartialData")) {
      throw api.unusable("metrics: a series has the StatusCode '" + status + "'");
    }
    JsonNode times = series.path("Timestamps");
    JsonNode values = series.path("Values");
    if (times.size() != values.size()) {
      throw api.unusable("metrics: a series has other times than values");
    }
    for (int i = 0; i < times.size(); i++) {
      Long seconds = Json.wholeNumber(times.path(i));
      if (seconds == null || Math.abs(seconds) > Integer.MAX_VALUE) {
        throw api.unusable("metrics: a series has the time " + times.path(i));
      }
      counts
          .computeIfAbsent(Instant.ofEpochSecond(seconds), any -> new TreeMap<>())
          .computeIfAbsent(
              series.path("Label").asText(), any -> JsonNodeFactory.instance.objectNode())
          .set(series.path("Id").asText(), values.path(i));
    }
  }

  private ObjectNode body(ChargePeriod window) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("StartTime", window.start().getEpochSecond());
    body.put("EndTime", window.end().getEpochSecond());
    body.put("ScanBy", "TimestampAscending");
    ArrayNode queries = body.putArray("MetricDataQueries");
    metrics.forEach(
        (id, metric) ->
            queries
                .addObject()
                .put("Id", id)
                .put(
                    "Expression",
                    "SEARCH('{AWS/Bedrock,ModelId} MetricName=\""
                        + metric
                        + "\"', 'Sum', "
                        + HOUR.toSeconds()
                        + ")")
                .put("Label", "${PROP('Dim.ModelId')}"));
    return body;
  }
}
