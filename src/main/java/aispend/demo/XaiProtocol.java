// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * xAI's billing: usage in dollars between bounds that are both inclusive, and the prepaid balance
 * in cents with the sign inverted.
 */
final class XaiProtocol extends FieldProtocol {
  private static final String TEAM = "/v1/billing/teams/team-demo";
  private static final long BOUGHT_CENTS = 1_000_000;
  private static final String LIMIT_CENTS = "2500000";
  private static final int MOST_POINTS = 12;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final Map<String, String> LABELS =
      Map.of("api_key_id", "key", "unit_type", "model", "model", "model", "description", "model");

  XaiProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer(""));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    return switch (request.route()) {
      case "GET /auth/management-keys/validation" ->
          Json.object().put("scope", "SCOPE_TEAM").put("scopeId", "s").put("teamId", "team-demo");
      case "GET " + TEAM + "/prepaid/balance" -> balance();
      case "GET " + TEAM + "/postpaid/invoice/preview" -> preview();
      case "POST " + TEAM + "/usage" -> usage(request.json().path("analyticsRequest"));
      default -> throw unknown(request);
    };
  }

  /** Negative is what is left. */
  private ObjectNode balance() {
    ObjectNode body = Json.object();
    body.putArray("changes")
        .addObject()
        .put("changeOrigin", "PURCHASE")
        .putObject("amount")
        .put("val", Long.toString(-BOUGHT_CENTS));
    body.putObject("total").put("val", Long.toString(spentCents() - BOUGHT_CENTS));
    return body;
  }

  /** Credit stands as it was when the cycle began, with what was used of it beside it. */
  private ObjectNode preview() {
    String spent = Long.toString(spentCents());
    ObjectNode body = Json.object();
    ObjectNode invoice = body.putObject("coreInvoice");
    invoice.putArray("lines");
    invoice.putObject("totalWithCorr").put("val", spent);
    invoice.putObject("prepaidCredits").put("val", Long.toString(-BOUGHT_CENTS));
    invoice.putObject("prepaidCreditsUsed").put("val", Long.toString(-spentCents()));
    LocalDate today = dateOf(now());
    body.putObject("billingCycle").put("year", today.getYear()).put("month", today.getMonthValue());
    return body.put("effectiveSpendingLimit", LIMIT_CENTS).put("defaultCredits", "0");
  }

  private long spentCents() {
    return -Math.floorDiv(-nanos(everUsed()), 10_000_000L);
  }

  private ObjectNode usage(JsonNode query) throws Refusal {
    JsonNode range = query.path("timeRange");
    if (!query.path("timeUnit").asText().equals("TIME_UNIT_DAY")
        || !range.path("timezone").asText().equals("Etc/GMT")
        || !query.path("values").path(0).path("name").asText().equals("usd")) {
      throw Refusal.badRequest("only dollars by day in Etc/GMT are simulated", null);
    }
    List<String> groupBy = new ArrayList<>();
    query.path("groupBy").forEach(each -> groupBy.add(each.asText()));
    ChargePeriod period =
        new ChargePeriod(
            time(range.path("startTime").asText()),
            time(range.path("endTime").asText()).plusSeconds(1));
    Collection<FieldUse> points =
        FieldUse.sum(uses(period), use -> labels(use, groupBy) + "|" + use.day()).values();
    boolean tooMuch = points.size() > MOST_POINTS && period.duration().toDays() > 1;
    ObjectNode body = Json.object();
    ArrayNode series = body.putArray("timeSeries");
    FieldUse.sum(points, use -> labels(use, groupBy).toString())
        .forEach((labels, first) -> series.add(series(first, groupBy, points)));
    if (tooMuch) {
      series.remove(series.size() - 1);
    }
    return body.put("limitReached", tooMuch);
  }

  private static ObjectNode series(FieldUse of, List<String> groupBy, Collection<FieldUse> points) {
    ObjectNode series = Json.object();
    ArrayNode group = series.putArray("group");
    ArrayNode shown = series.putArray("groupLabels");
    for (String label : labels(of, groupBy)) {
      group.add("id-" + Math.floorMod(label.hashCode(), 1000));
      shown.add(label);
    }
    ArrayNode data = series.putArray("dataPoints");
    for (FieldUse point : points) {
      if (labels(point, groupBy).equals(labels(of, groupBy))) {
        ObjectNode one = data.addObject();
        one.put("timestamp", start(LocalDate.parse(point.day())).toString());
        one.putArray("values").add(point.dollars());
      }
    }
    return series;
  }

  private static List<String> labels(FieldUse use, List<String> groupBy) {
    return groupBy.stream().map(each -> use.field(LABELS.getOrDefault(each, each))).toList();
  }

  private static Instant time(String text) throws Refusal {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest("a time must be YYYY-MM-DD HH:MM:SS", null);
    }
  }
}
