// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * OpenRouter's activity of finished days, analytics with counts as texts, and credits. What a
 * customer pays another vendor for (BYOK) is told beside the credits and is no part of them.
 */
final class OpenRouterProtocol extends FieldProtocol {
  private static final int DAYS_KEPT = 30;
  private static final int MOST_ROWS = 60;
  private static final BigDecimal CREDITS_BOUGHT = new BigDecimal("5000.5");

  /** What the customer's own keys cost elsewhere, in dollars a request. */
  private static final BigDecimal ELSEWHERE = new BigDecimal("0.0175");

  private static final Map<String, String> LABELS =
      Map.of("model", "model", "api_key_id", "key", "user", "user", "workspace", "project");

  OpenRouterProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer("sk-or-"));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if ((request.header("authorization") + "").contains("inference")) {
      throw new Refusal(403, "Only management keys can perform this operation", null);
    }
    return switch (request.route()) {
      case "GET /api/v1/activity" -> activity(request);
      case "POST /api/v1/analytics/query" -> analytics(request.json());
      case "GET /api/v1/credits" -> credits();
      case "GET /api/v1/keys" -> keys(request);
      case "GET /api/v1/key" -> data(Json.object().put("is_management_key", true));
      default -> throw unknown(request);
    };
  }

  private static ObjectNode data(JsonNode data) {
    ObjectNode body = Json.object();
    body.set("data", data);
    return body;
  }

  /** One key with a limit and one without, all on the first page. */
  private static ObjectNode keys(Request request) throws Refusal {
    ArrayNode keys = Json.NODES.arrayNode();
    if (request.integer("offset", 0, 0, 1_000_000) == 0) {
      keys.addObject()
          .put("hash", "f01d52606dc8f0a8303a7b5cc3fa07109c2e346cec7c0a16b40de462992ce943")
          .put("name", "search")
          .put("limit", 100)
          .put("limit_remaining", 74.5)
          .put("limit_reset", "monthly");
      keys.addObject().put("hash", "a5c2").put("name", "ci").putNull("limit");
    }
    return data(keys);
  }

  private ObjectNode activity(Request request) throws Refusal {
    LocalDate today = dateOf(now());
    ArrayNode rows = Json.NODES.arrayNode();
    ChargePeriod period = days(today.minusDays(DAYS_KEPT), today.minusDays(1));
    if (request.value("date") != null) {
      LocalDate day = date(request.value("date"), "date");
      if (!day.isBefore(today) || day.isBefore(today.minusDays(DAYS_KEPT))) {
        throw Refusal.badRequest("Date must be within the last 30 (completed) UTC days", "date");
      }
      period = days(day, day);
    }
    FieldUse.sum(uses(period), use -> use.day() + use.field("model"))
        .values()
        .forEach(use -> rows.add(activityRow(use)));
    return data(rows);
  }

  private static ObjectNode activityRow(FieldUse use) {
    String model = use.field("model");
    return Json.object()
        .put("date", use.day())
        .put("model", model)
        .put("model_permaslug", model + "-2025-04-14")
        .put("endpoint_id", "550e8400-e29b-41d4-a716-" + Math.floorMod(model.hashCode(), 1000))
        .put("provider_name", model.substring(0, model.indexOf('/')))
        .put("usage", use.dollars())
        .put("byok_usage_inference", byok(use))
        .put("requests", use.count(Quantity.REQUESTS))
        .put("prompt_tokens", use.count(Quantity.INPUT, Quantity.CACHE_READ))
        .put("cached_tokens", use.count(Quantity.CACHE_READ))
        .put("completion_tokens", use.count(Quantity.OUTPUT))
        .put("reasoning_tokens", use.count(Quantity.OUTPUT) / 5);
  }

  private static BigDecimal byok(FieldUse use) {
    return use.field("free").isEmpty()
        ? BigDecimal.ZERO
        : ELSEWHERE.multiply(BigDecimal.valueOf(use.count(Quantity.REQUESTS)));
  }

  private ObjectNode analytics(JsonNode query) throws Refusal {
    if (!query.path("granularity").asText().equals("hour") || query.path("metrics").isEmpty()) {
      throw Refusal.badRequest("granularity and metrics are required", null);
    }
    List<String> dimensions = new ArrayList<>();
    query.path("dimensions").forEach(each -> dimensions.add(each.asText()));
    if (dimensions.size() > 2 || !LABELS.keySet().containsAll(dimensions)) {
      throw Refusal.badRequest("at most two dimensions, of " + LABELS.keySet(), "dimensions");
    }
    JsonNode range = query.path("time_range");
    ChargePeriod period =
        new ChargePeriod(
            instant(range.path("start").asText(), "start"),
            instant(range.path("end").asText(), "end"));
    ArrayNode rows = Json.NODES.arrayNode();
    FieldUse.sum(uses(period), use -> use.at() + labels(use, dimensions))
        .values()
        .forEach(use -> rows.add(analyticsRow(use, dimensions, query.path("metrics"))));
    int most = Math.min(MOST_ROWS, query.path("limit").asInt(1000));
    boolean truncated = rows.size() > most && period.duration().compareTo(Duration.ofHours(1)) > 0;
    while (truncated && rows.size() > most) {
      rows.remove(rows.size() - 1);
    }
    ObjectNode answer = Json.object();
    answer.set("data", rows);
    answer.putObject("metadata").put("row_count", rows.size()).put("truncated", truncated);
    answer.put("cachedAt", now().toEpochMilli()).putArray("warnings");
    return data(answer);
  }

  private static String labels(FieldUse use, List<String> dimensions) {
    StringBuilder labels = new StringBuilder();
    dimensions.forEach(each -> labels.append('/').append(use.field(LABELS.get(each) + "")));
    return labels.toString();
  }

  private static ObjectNode analyticsRow(FieldUse use, List<String> dimensions, JsonNode metrics) {
    ObjectNode row = Json.object().put("date__hour", use.at().toString().replace("Z", ".000Z"));
    dimensions.forEach(each -> row.put(each, use.field(LABELS.get(each) + "")));
    for (JsonNode metric : metrics) {
      String name = metric.asText();
      switch (name) {
        case "total_usage" -> row.put(name, use.dollars().add(byok(use)));
        case "credits_usage" -> row.put(name, use.dollars());
        case "byok_usage" -> row.put(name, byok(use));
        default -> row.put(name, Long.toString(count(use, name)));
      }
    }
    return row;
  }

  private static long count(FieldUse use, String metric) {
    return switch (metric) {
      case "request_count" -> use.count(Quantity.REQUESTS);
      case "tokens_prompt" -> use.count(Quantity.INPUT, Quantity.CACHE_READ);
      case "cached_tokens" -> use.count(Quantity.CACHE_READ);
      case "tokens_completion" -> use.count(Quantity.OUTPUT);
      case "reasoning_tokens" -> use.count(Quantity.OUTPUT) / 5;
      default -> 0;
    };
  }

  private ObjectNode credits() {
    return data(
        Json.object()
            .put("total_credits", CREDITS_BOUGHT)
            .put("total_usage", BigDecimal.valueOf(nanos(everUsed()), 9)));
  }
}
