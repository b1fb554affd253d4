// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One report of Anthropic's Usage and Cost Analytics API, in rows without buckets around them:
 *
 * <pre>{@code
 * {"data":[{"starting_at":"2026-11-20T00:00:00Z","ending_at":"2026-11-21T00:00:00Z",
 *    "cost":{"amount":"41280.000000","list_amount":"48000.000000","currency":"USD","requests":912},
 *    "group":{"model":"claude-opus-5","workspace_id":"wrkspc_01D","api_key_id":"apikey_01A"}}],
 *  "has_more":false,"next_page":null,"data_refreshed_at":"2026-11-21T02:00:00Z"}
 * }</pre>
 *
 * Amounts are <b>cents</b> after discount. What was not used has no row, so a bucket that ended
 * before the vendor's data was refreshed is told of whole, be it as empty; of a later one only what
 * is there. Nothing older than 365 days or than 2026 is kept.
 */
final class AnthropicAnalytics {
  static final String BETA = "analytics-usage-cost-2026-08-24";

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration KEPT = Duration.ofDays(364);
  private static final String ROWS_A_PAGE = "1000";
  private static final int GONE = 410;
  private static final int ATTEMPTS = 3;

  /**
   * Which of the two.
   *
   * @param path below {@code analytics/}, and the object of a row
   * @param part its name in a {@link ReportedBucket}: that of the older report, so that a change
   *     from one to the other replaces what it reads again
   * @param width of its buckets
   * @param finer what it is split by beside the configured groupings
   */
  private record Endpoint(
      String path, String part, Duration width, String asked, List<String> finer) {}

  private static final Endpoint USAGE =
      new Endpoint("usage", "messages", Duration.ofHours(1), "1h", List.of());
  private static final Endpoint COSTS =
      new Endpoint("cost", "costs", Duration.ofDays(1), "1d", List.of("cost_type", "token_type"));

  private final AnthropicApi api;
  private final Clock clock;
  private final Endpoint endpoint;
  private final List<String> groupBy;

  private AnthropicAnalytics(
      AnthropicApi api, Clock clock, Endpoint endpoint, List<String> groupBy) {
    this.api = api;
    this.clock = clock;
    this.endpoint = endpoint;
    this.groupBy = List.copyOf(groupBy);
  }

  static AnthropicAnalytics usage(AnthropicApi api, Clock clock, List<String> groupBy) {
    return new AnthropicAnalytics(api, clock, USAGE, groupBy);
  }

  static AnthropicAnalytics costs(AnthropicApi api, Clock clock, List<String> groupBy) {
    return new AnthropicAnalytics(api, clock, COSTS, groupBy);
  }

  /** Buckets inside the window, oldest first. */
  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    Optional<ChargePeriod> kept = kept(window);
    if (kept.isEmpty()) {
      return List.of();
    }
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return read(kept.get());
      } catch (ProviderException e) {
        // The data was refreshed under the cursor: from the first page again.
        if (e.status().orElse(0) != GONE) {
          throw e;
        }
      }
    }
    return read(kept.get());
  }

  /** The cheapest question that only a key with the right scope may ask. */
  void check() throws ProviderException, InterruptedException {
    ChargePeriod hour = ChargePeriod.hourOf(clock.instant().minus(1, ChronoUnit.HOURS));
    api.get(question(hour).newBuilder().setQueryParameter("limit", "1").build());
  }

  /** As much of a window as the vendor has; empty when that is nothing. */
  private Optional<ChargePeriod> kept(ChargePeriod window) {
    Instant oldest = clock.instant().minus(KEPT).truncatedTo(ChronoUnit.DAYS);
    Instant from = oldest.isAfter(BEGINNING) ? oldest : BEGINNING;
    if (!window.end().isAfter(from)) {
      return Optional.empty();
    }
    return Optional.of(
        window.start().isBefore(from) ? new ChargePeriod(from, window.end()) : window);
  }

  private List<ReportedBucket> read(ChargePeriod window)
      throws ProviderException, InterruptedException {
    BucketRows buckets = new BucketRows(endpoint.part(), window, endpoint.width());
    api.report(
        question(window),
        page -> tell(page, window, buckets),
        row -> buckets.add(start(row), read(row)));
    return buckets.buckets();
  }

  private HttpUrl question(ChargePeriod window) {
    HttpUrl.Builder url =
        api.url("analytics/" + endpoint.path())
            .addQueryParameter("starting_at", window.start().toString())
            .addQueryParameter("ending_at", window.end().toString())
            .addQueryParameter("time_bucket_width", endpoint.asked())
            .addQueryParameter("limit", ROWS_A_PAGE)
            .addQueryParameter("order_by", "time")
            .addQueryParameter("order", "asc");
    groupBy.forEach(each -> url.addQueryParameter("group_by[]", each));
    endpoint.finer().forEach(each -> url.addQueryParameter("group_by[]", each));
    return url.build();
  }

  /** Buckets of which the vendor knows all that it will say soon, used or not. */
  private void tell(JsonNode page, ChargePeriod window, BucketRows buckets) {
    String refreshed = Json.text(page, "data_refreshed_at");
    if (refreshed == null) {
      return;
    }
    Instant until = BucketRows.instant(refreshed).orElse(Instant.MIN);
    for (ChargePeriod bucket : window.split(endpoint.width())) {
      if (!bucket.end().isAfter(until)) {
        buckets.told(bucket.start());
      }
    }
  }

  /** Refuses a row of another width than asked for: its money would be counted beside others. */
  private Instant start(JsonNode row) throws ProviderException {
    String from = String.valueOf(Json.text(row, "starting_at"));
    String to = String.valueOf(Json.text(row, "ending_at"));
    Optional<Instant> start = BucketRows.instant(from);
    boolean fits =
        start.isPresent()
            && BucketRows.instant(to)
                .filter(end -> !end.isAfter(start.get().plus(endpoint.width())))
                .isPresent();
    if (!fits) {
      throw api.unusable(
          "analytics/"
              + endpoint.path()
              + ": a row is "
              + from
              + ".."
              + to
              + ", not of "
              + endpoint.asked());
    }
    return start.get();
  }

  private ReportedUsage read(JsonNode node) {
    ReportRow row = new ReportRow(node);
    ReportRow group = row.at("group");
    ReportRow measures = row.at(endpoint.path());
    Dimensions dimensions = AnthropicAnalyticsGroups.dimensions(group, node.path("group"));
    if (endpoint.equals(COSTS)) {
      ReportedCost cost =
          measures.cost("amount", ReportedCost.Unit.CENTS, measures.text("currency"));
      return new ReportedUsage(
          dimensions
              .with(Dimension.OPERATION, group.text("cost_type"))
              .with(Dimension.VARIANT, group.text("token_type")),
          null,
          null,
          row.units(),
          cost);
    }
    Long searches = measures.count("server_tool_use", "web_search_requests");
    if (searches != null && searches != 0) {
      row.quantity("searches", searches);
    }
    @Nullable Long requests = measures.count("requests");
    return new ReportedUsage(
        dimensions.with(Dimension.OPERATION, "messages"),
        AnthropicUsage.tokens(measures),
        requests,
        Map.copyOf(row.units()),
        null);
  }
}
