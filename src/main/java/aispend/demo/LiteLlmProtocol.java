// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A LiteLLM proxy: daily activity whose breakdowns are views of the same calls, newest day first,
 * and the log of calls between bounds that are inclusive to the second.
 */
final class LiteLlmProtocol extends FieldProtocol {
  private static final int CALLS_OF_AN_HOUR = 9;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  LiteLlmProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer("sk-"));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    return switch (request.route()) {
      case "GET /user/daily/activity/aggregated" -> aggregated(request);
      case "GET /spend/logs/v2" -> logs(request);
      case "GET /team/list" -> teams();
      case "GET /key/list" -> Json.object().set("keys", Json.NODES.arrayNode());
      case "GET /user/list" -> Json.object().set("users", Json.NODES.arrayNode());
      case "GET /tag/daily/activity/export" -> tags(request);
      default -> throw unknown(request);
    };
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("message", refusal.text())
        .put("type", "None")
        .put("code", Integer.toString(refusal.status()));
    return body;
  }

  private static ArrayNode teams() {
    ArrayNode teams = Json.NODES.arrayNode();
    teams
        .addObject()
        .put("team_id", "team-core")
        .put("team_alias", "Core")
        .put("max_budget", 500.0)
        .put("spend", 123.25)
        .put("budget_duration", "30d");
    teams.addObject().put("team_id", "team-data").put("team_alias", "Data");
    return teams;
  }

  private static ChargePeriod period(Request request) throws Refusal {
    return days(
        date(request.value("start_date"), "start_date"),
        date(request.value("end_date"), "end_date"));
  }

  /** Each call has two tags, so each is in two rows. */
  private ArrayNode tags(Request request) throws Refusal {
    if (!"json".equals(request.value("format"))
        || !"daily_with_models".equals(request.value("export_type"))) {
      throw Refusal.badRequest("only JSON by day and model is simulated", null);
    }
    ArrayNode rows = Json.NODES.arrayNode();
    FieldUse.sum(uses(period(request)), use -> use.day() + use.field("model"))
        .values()
        .forEach(
            use -> {
              for (String tag : List.of("feature:search", "team:core")) {
                ObjectNode row = metrics(use);
                row.put("date", use.day()).put("entity_id", tag).put("model", use.field("model"));
                rows.add(row);
              }
            });
    return rows;
  }

  private ObjectNode aggregated(Request request) throws Refusal {
    List<FieldUse> uses = uses(period(request));
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    FieldUse.sum(uses, FieldUse::day).values().stream()
        .sorted(Comparator.comparing(FieldUse::day).reversed())
        .forEach(
            day ->
                results.add(
                    day(day, uses.stream().filter(u -> u.day().equals(day.day())).toList())));
    body.putObject("metadata")
        .put("total_spend", BigDecimal.valueOf(nanos(uses), 9))
        .put("page", 1)
        .put("total_pages", 1)
        .put("has_more", false);
    return body;
  }

  private static ObjectNode day(FieldUse total, List<FieldUse> uses) {
    ObjectNode day = Json.object().put("date", total.day());
    day.set("metrics", metrics(total));
    ObjectNode breakdown = day.putObject("breakdown");
    ObjectNode models = breakdown.putObject("models");
    FieldUse.sum(uses, use -> use.field("model"))
        .forEach(
            (name, sum) -> {
              List<FieldUse> own =
                  uses.stream().filter(use -> use.field("model").equals(name)).toList();
              ObjectNode model = models.putObject(name);
              model.set("metrics", metrics(sum));
              model.putObject("metadata");
              model.set("api_key_breakdown", keys(own));
            });
    breakdown.set("api_keys", keys(uses));
    breakdown.putObject("providers").putObject("openai").set("metrics", metrics(total));
    breakdown.putObject("entities");
    return day;
  }

  private static ObjectNode keys(Collection<FieldUse> uses) {
    ObjectNode keys = Json.object();
    FieldUse.sum(uses, use -> use.field("key"))
        .forEach(
            (name, sum) -> {
              ObjectNode key = keys.putObject(name);
              key.set("metrics", metrics(sum));
              key.putObject("metadata")
                  .put("key_alias", name.length() > 20 ? "key " + name.substring(0, 4) : null)
                  .put("team_id", sum.fields().get("project"))
                  .put("user_id", sum.fields().get("user"));
            });
    return keys;
  }

  private static ObjectNode metrics(FieldUse use) {
    return Json.object()
        .put("spend", use.dollars())
        .put("flat_cost", 0.0)
        .put("prompt_tokens", prompt(use))
        .put("completion_tokens", use.count(Quantity.OUTPUT))
        .put("cache_read_input_tokens", use.count(Quantity.CACHE_READ))
        .put("cache_creation_input_tokens", use.count(Quantity.CACHE_WRITE))
        .put("total_tokens", prompt(use) + use.count(Quantity.OUTPUT))
        .put("successful_requests", use.count(Quantity.REQUESTS))
        .put("failed_requests", 0)
        .put("api_requests", use.count(Quantity.REQUESTS));
  }

  private static long prompt(FieldUse use) {
    return use.count(Quantity.INPUT, Quantity.CACHE_READ, Quantity.CACHE_WRITE);
  }

  private ObjectNode logs(Request request) throws Refusal {
    Instant from = time(request, "start_date");
    Instant until = time(request, "end_date").plusSeconds(1);
    int size = request.integer("page_size", 50, 1, 1000);
    int page = request.integer("page", 1, 1, 1_000_000);
    List<FieldUse> calls = new ArrayList<>(calls(new ChargePeriod(from, until), CALLS_OF_AN_HOUR));
    if (!"asc".equals(request.value("sort_order"))) {
      calls.sort(Comparator.comparing(FieldUse::at).reversed());
    }
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    calls.stream().skip((long) (page - 1) * size).limit(size).forEach(call -> data.add(log(call)));
    return body.put("total", Math.min(10_000, calls.size()))
        .put("page", page)
        .put("page_size", size)
        .put("total_pages", (calls.size() + size - 1) / size)
        .put("total_is_capped", calls.size() > 10_000);
  }

  private static ObjectNode log(FieldUse call) {
    ObjectNode row = Json.object();
    row.put("request_id", "chatcmpl-" + call.at().toEpochMilli() + call.fields().hashCode())
        .put("call_type", "acompletion")
        .put("api_key", call.field("key"))
        .put("spend", call.dollars())
        .put("prompt_tokens", prompt(call))
        .put("completion_tokens", call.count(Quantity.OUTPUT))
        .put("startTime", call.at().toString().replace("Z", "000+00:00"))
        .put("model", call.field("model"))
        .put("user", call.field("user"))
        .put("team_id", call.fields().get("project"))
        .put("end_user", "")
        .put("status", "success");
    row.putArray("request_tags").add("feature:search");
    return row;
  }

  /** A bare date is its midnight. */
  private static Instant time(Request request, String name) throws Refusal {
    String text = request.required(name);
    try {
      return LocalDateTime.parse(text.length() == 10 ? text + " 00:00:00" : text, TIME)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(name + " must be YYYY-MM-DD HH:MM:SS", name);
    }
  }
}
