// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tracker's measurement {@code ai_usage} in InfluxDB, a point a call: InfluxQL of one shape,
 * times in nanoseconds, a page as long as it is asked for.
 */
final class InfluxProtocol extends FieldProtocol {
  private static final int POINTS_AN_HOUR = 250;
  private static final Pattern QUESTION =
      Pattern.compile(
          "select (.+) from \"ai_usage\"(?: where time >= (\\d+)s and time < (\\d+)s order by time)?"
              + " limit (\\d+)(?: offset (\\d+))?");

  InfluxProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, new Key("authorization", "Token ", "influx-"));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    Matcher question = QUESTION.matcher(request.required("q"));
    if (!request.path().equals("/query") || !"ns".equals(request.value("epoch"))) {
      throw unknown(request);
    }
    if (!question.matches()) {
      throw Refusal.badRequest("error parsing query", "q");
    }
    Instant from = question.group(2) == null ? now().minusSeconds(3600) : seconds(question, 2);
    Instant to = question.group(3) == null ? now() : seconds(question, 3);
    List<FieldUse> points = calls(new ChargePeriod(from, to), POINTS_AN_HOUR);
    int first = question.group(5) == null ? 0 : Integer.parseInt(question.group(5));
    int begin = Math.min(first, points.size());
    int end = (int) Math.min(points.size(), begin + Long.parseLong(question.group(4)));
    return answer(columns(question.group(1)), points.subList(begin, end));
  }

  private static Instant seconds(Matcher question, int group) {
    return Instant.ofEpochSecond(Long.parseLong(question.group(group)));
  }

  private static List<String> columns(String selected) {
    List<String> columns = new ArrayList<>();
    for (String each : selected.split(", ", -1)) {
      columns.add(each.replace("\"", ""));
    }
    return columns;
  }

  /** Without points there is no series either. */
  private static ObjectNode answer(List<String> columns, List<FieldUse> points) {
    ObjectNode body = Json.object();
    ObjectNode result = body.putArray("results").addObject().put("statement_id", 0);
    if (points.isEmpty()) {
      return body;
    }
    ObjectNode series = result.putArray("series").addObject().put("name", "ai_usage");
    ArrayNode names = series.putArray("columns").add("time");
    columns.forEach(names::add);
    ArrayNode values = series.putArray("values");
    for (FieldUse point : points) {
      ArrayNode row = values.addArray().add(point.at().toEpochMilli() * 1_000_000);
      columns.forEach(column -> write(row, column, point));
    }
    return body;
  }

  private static void write(ArrayNode row, String column, FieldUse point) {
    switch (column) {
      case "cost_usd" -> row.add(point.dollars());
      case "model", "project_id", "user_id" -> row.add(point.field(column.replace("_id", "")));
      case "input_tokens" -> row.add(point.count(Quantity.INPUT));
      case "output_tokens" -> row.add(point.count(Quantity.OUTPUT));
      default -> row.addNull();
    }
  }
}
