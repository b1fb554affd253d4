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
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The usage of a team as series over UTC days:
 *
 * <pre>{@code
 * {"timeSeries":[{"group":["key-1","u-1"],"groupLabels":["prod (xai-...3Xxp)","Prompt text tokens"],
 *    "dataPoints":[{"timestamp":"2026-11-20T00:00:00Z","values":[1.2345]}]}],"limitReached":false}
 * }</pre>
 *
 * A series is one combination of what was asked to be grouped by, told as ids and as labels; the
 * labels are kept, because the ids name nothing a person knows. Both bounds are inclusive. An
 * answer whose limit was reached is asked for again in halves, down to a day.
 */
final class XaiUsage {
  /** Fields seen in use; the vendor documents none. */
  private static final Map<String, Dimension> FIELDS =
      new TreeMap<>(
          Map.of(
              "api_key_id", Dimension.KEY,
              "unit_type", Dimension.LINE_ITEM,
              "description", Dimension.VARIANT,
              "model", Dimension.MODEL));

  private static final Duration DAY = Duration.ofDays(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final VendorApi api;
  private final List<String> groupBy;

  XaiUsage(VendorApi api, List<String> groupBy) {
    this.api = api;
    this.groupBy = List.copyOf(groupBy);
  }

  /** The option {@code group_by}. */
  static List<String> groupBy(AdapterOptions options) {
    List<String> fields = options.list("group_by", "api_key_id,unit_type");
    if (!FIELDS.keySet().containsAll(fields)
        || fields.stream().distinct().count() < fields.size()) {
      throw options.wrong("group_by", "each once out of " + String.join(", ", FIELDS.keySet()));
    }
    return fields;
  }

  List<ReportedBucket> fetch(String team, ChargePeriod window)
      throws ProviderException, InterruptedException {
    JsonNode answer =
        api.post(api.url("v1/billing/teams/" + team + "/usage").build(), question(window));
    JsonNode series = answer.path("timeSeries");
    if (!series.isArray()) {
      throw api.unusable("usage: there is no list named timeSeries");
    }
    if (answer.path("limitReached").asBoolean(false)) {
      return inHalves(team, window);
    }
    BucketRows days = new BucketRows("usage", window, DAY);
    for (JsonNode one : series) {
      take(one, days);
    }
    return days.buckets();
  }

  private List<ReportedBucket> inHalves(String team, ChargePeriod window)
      throws ProviderException, InterruptedException {
    long days = window.duration().toDays();
    if (days <= 1) {
      throw api.unusable(
          "usage: one day is more than an answer holds; name less in options.group_by");
    }
    Instant middle = window.start().plus(DAY.multipliedBy(days / 2));
    List<ReportedBucket> buckets =
        new ArrayList<>(fetch(team, new ChargePeriod(window.start(), middle)));
    buckets.addAll(fetch(team, new ChargePeriod(middle, window.end())));
    return List.copyOf(buckets);
  }

  private ObjectNode question(ChargePeriod window) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    ObjectNode request = question.putObject("analyticsRequest");
    request
        .putObject("timeRange")
        .put("startTime", TIME.format(window.start()))
        .put("endTime", TIME.format(window.end().minusSeconds(1)))
        .put("timezone", "Etc/GMT");
    request.put("timeUnit", "TIME_UNIT_DAY");
    request.putArray("values").addObject().put("name", "usd").put("aggregation", "AGGREGATION_SUM");
    groupBy.forEach(request.putArray("groupBy")::add);
    request.putArray("filters");
    return question;
  }

  private void take(JsonNode series, BucketRows days) throws ProviderException {
    Dimensions dimensions = Dimensions.NONE;
    for (int i = 0; i < groupBy.size(); i++) {
      String label = series.path("groupLabels").path(i).asText();
      String shown = label.isEmpty() ? series.path("group").path(i).asText() : label;
      dimensions = dimensions.with(requireNonNull(FIELDS.get(groupBy.get(i))), shown);
    }
    for (JsonNode point : series.path("dataPoints")) {
      days.add(day(point), row(dimensions, point.path("values").path(0)));
    }
  }

  private static ReportedUsage row(Dimensions dimensions, JsonNode value) {
    String amount = Json.decimalText(value);
    return new ReportedUsage(
        dimensions,
        null,
        null,
        Map.of(),
        new ReportedCost(amount == null ? "" : amount, ReportedCost.Unit.MAJOR, "USD"));
  }

  private Instant day(JsonNode point) throws ProviderException {
    String time = String.valueOf(Json.text(point, "timestamp"));
    return BucketRows.instant(time)
        .orElseThrow(() -> api.unusable("usage: a point has the timestamp '" + time + "'"));
  }
}
