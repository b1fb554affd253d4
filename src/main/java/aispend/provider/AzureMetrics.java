// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Azure Monitor's token counts of one resource by UTC hour and deployment.
 *
 * <pre>{@code
 * {"resourceregion":"swedencentral","value":[{"name":{"value":"ProcessedPromptTokens"},
 *    "timeseries":[{"metadatavalues":[{"name":{"value":"modeldeploymentname"},"value":"gpt-5-mini"}],
 *       "data":[{"timeStamp":"2026-11-20T10:00:00Z","total":1200.0}]}]}]}
 * }</pre>
 *
 * Prompt tokens include cached ones, which a metric counts whose name is not confirmed. A grain
 * without {@code total} tells nothing; 0 tells that nothing was used.
 */
final class AzureMetrics {
  private static final String INPUT = "ProcessedPromptTokens";
  private static final String OUTPUT = "GeneratedTokens";
  private static final String DEPLOYMENT = "ModelDeploymentName";
  private static final Duration HOUR = Duration.ofHours(1);

  /** Ten series are told unless more are asked for. */
  private static final String MOST_SERIES = "1000";

  /**
   * Which metrics are read beside the documented two; their names are not confirmed.
   *
   * @param cached the metric of prompt tokens that came from a cache; empty for none
   * @param requests the metric of calls; empty for none
   */
  record More(String cached, String requests) {
    static More of(AdapterOptions options) {
      String name = "[A-Za-z0-9]{0,100}";
      return new More(
          options.text("cached_metric", "", name, "a metric's name"),
          options.text("requests_metric", "", name, "a metric's name"));
    }
  }

  private final TokenApi api;
  private final HttpUrl base;
  private final List<String> resources;
  private final More more;

  AzureMetrics(TokenApi api, HttpUrl base, List<String> resources, More more) {
    this.api = api;
    this.base = base;
    this.resources = List.copyOf(resources);
    this.more = more;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows hours = new BucketRows("usage", window, HOUR);
    for (String resource : resources) {
      JsonNode answer = api.get(url(resource, window));
      if (!answer.path("value").isArray()) {
        throw api.unusable("metrics: there is no list named value");
      }
      add(hours, resource, answer);
    }
    return hours.buckets();
  }

  private HttpUrl url(String resource, ChargePeriod window) {
    return base.newBuilder()
        .addPathSegments(resource.substring(1))
        .addPathSegments("providers/microsoft.insights/metrics")
        .addQueryParameter("api-version", "2023-10-01")
        .addQueryParameter("metricnames", names())
        .addQueryParameter("aggregation", "Total")
        .addQueryParameter("interval", "PT1H")
        .addQueryParameter("timespan", window.start() + "/" + window.end())
        .addQueryParameter("$filter", DEPLOYMENT + " eq '*'")
        .addQueryParameter("top", MOST_SERIES)
        .build();
  }

  private String names() {
    return Stream.of(INPUT, OUTPUT, more.cached(), more.requests())
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(","));
  }

  private void add(BucketRows hours, String resource, JsonNode answer) throws ProviderException {
    Dimensions common =
        AzureResource.with(Dimensions.NONE, resource)
            .with(Dimension.REGION, Json.text(answer, "resourceregion"));
    SortedMap<Place, Counts> counts = new TreeMap<>();
    for (JsonNode metric : answer.path("value")) {
      String name = metric.path("name").path("value").asText();
      for (JsonNode series : metric.path("timeseries")) {
        String deployment = deployment(series);
        for (JsonNode point : series.path("data")) {
          count(point, name, deployment, counts);
        }
      }
    }
    counts.forEach((place, count) -> count.addTo(hours, place, common, more));
  }

  private void count(
      JsonNode point, String metric, String deployment, SortedMap<Place, Counts> counts)
      throws ProviderException {
    JsonNode total = point.path("total");
    if (total.isMissingNode() || total.isNull()) {
      return;
    }
    String time = String.valueOf(Json.text(point, "timeStamp"));
    Instant at =
        BucketRows.instant(time)
            .orElseThrow(() -> api.unusable("metrics: a point has the timeStamp '" + time + "'"));
    counts
        .computeIfAbsent(new Place(at, deployment), any -> new Counts(new HashMap<>()))
        .points()
        .put(metric, point);
  }

  private static String deployment(JsonNode series) {
    for (JsonNode value : series.path("metadatavalues")) {
      if (value.path("name").path("value").asText().equalsIgnoreCase(DEPLOYMENT)) {
        return value.path("value").asText();
      }
    }
    return "";
  }

  private record Place(Instant at, String deployment) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTime = at.compareTo(other.at);
      return byTime == 0 ? deployment.compareTo(other.deployment) : byTime;
    }
  }

  /** The points of one hour and deployment by metric. */
  private record Counts(Map<String, JsonNode> points) {
    void addTo(BucketRows hours, Place place, Dimensions common, More more) {
      Map<String, String> units = new TreeMap<>();
      Long input = total(INPUT, units);
      Long output = total(OUTPUT, units);
      Long cached = total(more.cached(), units);
      Long requests = total(more.requests(), units);
      if (isNothing(input) && isNothing(output) && isNothing(requests) && units.isEmpty()) {
        hours.told(place.at());
        return;
      }
      hours.add(
          place.at(),
          new ReportedUsage(
              common.with(Dimension.MODEL, place.deployment()),
              tokens(input, cached, output),
              requests,
              units,
              null));
    }

    private static ReportedTokens tokens(
        @Nullable Long input, @Nullable Long cached, @Nullable Long output) {
      return new ReportedTokens(
          Accounting.INCLUSIVE,
          input,
          null,
          cached,
          CacheWrites.NONE,
          output,
          null,
          Modalities.NONE);
    }

    private @Nullable Long total(String metric, Map<String, String> units) {
      JsonNode point = points.get(metric);
      if (point == null) {
        return null;
      }
      ReportRow row = new ReportRow(point);
      Long total = row.count("total");
      row.units().forEach((field, text) -> units.put(metric, text));
      return total;
    }

    private static boolean isNothing(@Nullable Long count) {
      return count == null || count == 0;
    }
  }
}
