// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One of the two reports: asks for a window and reads its buckets.
 *
 * <pre>{@code
 * {"data":[{"starting_at":"2026-11-20T00:00:00Z","ending_at":"2026-11-21T00:00:00Z",
 *   "results":[...]}],"has_more":true,"next_page":"page_MjAy"}
 * }</pre>
 *
 * Bounds are UTC; an interval without use is a bucket without results.
 */
final class AnthropicReport {
  /**
   * Where a report is.
   *
   * @param path below {@code /v1/organizations/}
   * @param part its name in a {@link ReportedBucket}
   * @param width its buckets' width, as the vendor writes it
   * @param bucket the same as a duration
   * @param mostBuckets the most a page holds
   */
  private record Endpoint(
      String path, String part, String width, Duration bucket, int mostBuckets) {}

  private static final Endpoint USAGE =
      new Endpoint("usage_report/messages", "messages", "1h", Duration.ofHours(1), 168);
  private static final Endpoint COSTS =
      new Endpoint("cost_report", "costs", "1d", Duration.ofDays(1), 31);

  private final AnthropicApi api;
  private final Endpoint endpoint;
  private final List<String> groupBy;
  private final Function<JsonNode, ReportedUsage> rowReader;
  private final Clock clock;

  private AnthropicReport(
      AnthropicApi api,
      Clock clock,
      Endpoint endpoint,
      List<String> groupBy,
      Function<JsonNode, ReportedUsage> rowReader) {
    this.api = api;
    this.clock = clock;
    this.endpoint = endpoint;
    this.groupBy = groupBy;
    this.rowReader = rowReader;
  }

  static AnthropicReport usage(AnthropicApi api, Clock clock, AnthropicGrouping grouping) {
    return new AnthropicReport(
        api, clock, USAGE, grouping.dimensions(), new AnthropicUsage(grouping)::read);
  }

  static AnthropicReport costs(AnthropicApi api, Clock clock) {
    return new AnthropicReport(
        api, clock, COSTS, List.of("workspace_id", "description"), AnthropicCosts::read);
  }

  /** Buckets inside the window, oldest first. */
  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    // By start, because a bucket whose rows go on in the next page is still one bucket.
    SortedMap<Instant, List<ReportedUsage>> rows = new TreeMap<>();
    try {
      api.report(question(window), bucket -> take(bucket, window, rows));
    } catch (ProviderException e) {
      if (nothingYet(e, window)) {
        return List.of();
      }
      throw refusedGrouping(e) ? VendorApi.withRemedy(e, "name fewer in options.group_by") : e;
    }
    List<ReportedBucket> buckets = new ArrayList<>();
    rows.forEach((start, content) -> buckets.add(bucket(start, content)));
    return List.copyOf(buckets);
  }

  /**
   * Always tells the end, which is exclusive: left out, the cost report ends at the last midnight
   * and the running day is missing.
   */
  private HttpUrl question(ChargePeriod window) {
    HttpUrl.Builder url =
        api.url(endpoint.path())
            .addQueryParameter("starting_at", window.start().toString())
            .addQueryParameter("ending_at", window.end().toString())
            .addQueryParameter("bucket_width", endpoint.width())
            .addQueryParameter("limit", Integer.toString(endpoint.mostBuckets()));
    groupBy.forEach(dimension -> url.addQueryParameter("group_by[]", dimension));
    return url.build();
  }

  private ReportedBucket bucket(Instant start, List<ReportedUsage> rows) {
    ReportedPeriod period = ReportedPeriod.of(start, start.plus(endpoint.bucket()));
    return new ReportedBucket(endpoint.part(), period, rows);
  }

  private void take(
      JsonNode bucket, ChargePeriod window, SortedMap<Instant, List<ReportedUsage>> rows)
      throws ProviderException {
    Instant start = start(bucket);
    JsonNode results = bucket.path("results");
    // Without a list the bucket says nothing, which is not that nothing was used.
    if (!window.contains(start) || results.isNull()) {
      return;
    }
    if (!results.isArray()) {
      throw api.unusable(endpoint.path() + ": the bucket of " + start + " lacks results");
    }
    List<ReportedUsage> content = rows.computeIfAbsent(start, none -> new ArrayList<>());
    results.forEach(row -> content.add(rowReader.apply(row)));
  }

  /** Refuses a bucket of another width than asked for: its money would be counted beside others. */
  private Instant start(JsonNode bucket) throws ProviderException {
    Instant start = time(bucket, "starting_at");
    Instant end = time(bucket, "ending_at");
    if (start == null || !isBucket(start, end)) {
      throw api.unusable(
          endpoint.path() + ": a bucket is " + start + ".." + end + ", not " + endpoint.width());
    }
    return start;
  }

  private @Nullable Instant time(JsonNode bucket, String field) throws ProviderException {
    String text = Json.text(bucket, field);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw api.unusable(endpoint.path() + ": a bucket has the " + field + " '" + text + "'");
    }
  }

  /** The end may be early, should the vendor end the running bucket at the present moment. */
  private boolean isBucket(Instant from, @Nullable Instant to) {
    boolean aligned =
        from.getNano() == 0 && from.getEpochSecond() % endpoint.bucket().toSeconds() == 0;
    return aligned
        && (to == null || (to.isAfter(from) && !to.isAfter(from.plus(endpoint.bucket()))));
  }

  /**
   * Whether the vendor has no bucket of the window yet. Asked for days of which none is over, the
   * cost report was seen to answer 400 about a range that was right, also for the day before
   * (langwatch/langwatch issue 7177). They are read again later, within the lookback.
   */
  private boolean nothingYet(ProviderException e, ChargePeriod window) {
    Instant yesterday = ChargePeriod.dayOf(clock.instant()).start().minus(1, ChronoUnit.DAYS);
    return refused(e, "ending date must be after starting date")
        && !window.start().isBefore(yesterday);
  }

  private static boolean refusedGrouping(ProviderException e) {
    return refused(e, "group_by");
  }

  private static boolean refused(ProviderException e, String reason) {
    return e.status().orElse(0) == 400 && String.valueOf(e.getMessage()).contains(reason);
  }
}
