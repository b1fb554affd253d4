// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ElevenLabs: credits as parallel arrays over a shared axis of days, for a workspace that is billed
 * in credits; a table of columns and rows for one that is billed by cost. Times are milliseconds.
 */
final class ElevenLabsProtocol extends FieldProtocol {
  private final boolean byCost;

  private ElevenLabsProtocol(FieldBill bill, Timeline timeline, boolean byCost) {
    super(bill, timeline, new Key("xi-api-key", "", ""));
    this.byCost = byCost;
  }

  static ElevenLabsProtocol byCredits(FieldBill bill, Timeline timeline) {
    return new ElevenLabsProtocol(bill, timeline, false);
  }

  static ElevenLabsProtocol byCost(FieldBill bill, Timeline timeline) {
    return new ElevenLabsProtocol(bill, timeline, true);
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    return switch (request.route()) {
      case "GET /v1/usage/character-stats" -> stats(request);
      case "POST /v1/workspace/analytics/usage" -> table(request.json());
      default -> throw unknown(request);
    };
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    ObjectNode body = Json.object();
    body.putObject("detail").put("status", "invalid_api_key").put("message", refusal.text());
    return body;
  }

  private ObjectNode stats(Request request) throws Refusal {
    if (byCost || !"credits".equals(request.value("metric"))) {
      throw Refusal.badRequest("this workspace is not billed so, or metric is not credits", null);
    }
    Instant from = millis(request.required("start_unix"));
    Instant until = millis(request.required("end_unix"));
    List<Instant> axis = axis(from, until);
    Map<String, FieldUse> byModel =
        FieldUse.sum(
            uses(new ChargePeriod(from, until)), use -> use.field("model") + "|" + use.day());
    ObjectNode body = Json.object();
    ArrayNode time = body.putArray("time");
    axis.forEach(day -> time.add(day.toEpochMilli()));
    ObjectNode usage = body.putObject("usage");
    for (String model : List.of("eleven_v3", "eleven_flash")) {
      ArrayNode series = usage.putArray(model);
      for (Instant day : axis) {
        FieldUse use = byModel.get(model + "|" + day.toString().substring(0, 10));
        series.add(use == null ? 0.0 : use.count(Quantity.CHARACTERS));
      }
    }
    return body;
  }

  private static List<Instant> axis(Instant from, Instant until) {
    List<Instant> axis = new ArrayList<>();
    Instant day = from.truncatedTo(ChronoUnit.DAYS);
    for (; day.isBefore(until); day = day.plus(1, ChronoUnit.DAYS)) {
      axis.add(day);
    }
    return axis;
  }

  private static Instant millis(String text) throws Refusal {
    if (!text.matches("[0-9]{12,14}")) {
      throw Refusal.badRequest("times are milliseconds", null);
    }
    return Instant.ofEpochMilli(Long.parseLong(text));
  }

  private ObjectNode table(JsonNode query) throws Refusal {
    if (!byCost || query.path("interval_seconds").asInt() != 86_400) {
      throw Refusal.badRequest("this workspace is not billed so, or not by days", null);
    }
    ChargePeriod period =
        new ChargePeriod(
            millis(query.path("start_time").asText()), millis(query.path("end_time").asText()));
    ObjectNode body = Json.object();
    body.putArray("columns").add("time").add("product_type").add("model").add("total_cost");
    body.putArray("column_types").add("DateTime").add("String").add("String").add("Float");
    body.putArray("column_units").addNull().addNull().addNull().add("usd");
    ArrayNode rows = body.putArray("rows");
    FieldUse.sum(uses(period), use -> use.day() + use.field("model"))
        .values()
        .forEach(
            use ->
                rows.addArray()
                    .add(start(LocalDate.parse(use.day())).toString())
                    .add("text_to_speech")
                    .add(use.field("model"))
                    .add(use.dollars()));
    return body;
  }
}
