// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * Cursor's usage events, newest first: times in milliseconds (asked as numbers, told as texts),
 * cents with fractions, events that cost nothing although they say what they would have cost.
 */
final class CursorProtocol extends FieldProtocol {
  private static final int CALLS_OF_AN_HOUR = 4;
  private static final Duration LONGEST = Duration.ofDays(30);

  CursorProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, new Key("authorization", "Basic ", ""));
  }

  /** The key is the name, and there is no password. */
  @Override
  void authenticate(Request request) throws Refusal {
    String sent = request.header("authorization") + "";
    try {
      String login = new String(Base64.getDecoder().decode(sent.replace("Basic ", "")), UTF_8);
      if (sent.startsWith("Basic ") && login.matches("(crsr|key)_[^:]{4,}:")) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(401, "Invalid API key: " + e.getMessage(), null);
    }
    throw new Refusal(401, "Invalid API key", null);
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    return switch (request.method() + " " + request.path()) {
      case "POST /teams/filtered-usage-events" -> events(request.json());
      case "POST /teams/daily-usage-data" -> daily(request.json());
      case "POST /teams/spend" -> spend();
      default -> throw unknown(request);
    };
  }

  private ObjectNode events(JsonNode query) throws Refusal {
    ChargePeriod period = period(query);
    List<FieldUse> events = new ArrayList<>(calls(period, CALLS_OF_AN_HOUR));
    events.sort(Comparator.comparing(FieldUse::at).reversed());
    return page(events, query.path("page").asInt(1), query.path("pageSize").asInt(10));
  }

  private static ChargePeriod period(JsonNode query) throws Refusal {
    Instant from = Instant.ofEpochMilli(query.path("startDate").asLong());
    Instant until = Instant.ofEpochMilli(query.path("endDate").asLong() + 1);
    if (Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw Refusal.badRequest("Date range cannot exceed 30 days", null);
    }
    return new ChargePeriod(from, until);
  }

  /** What members who were active did; no money. */
  private ObjectNode daily(JsonNode query) throws Refusal {
    ObjectNode body = Json.object();
    ArrayNode rows = body.putArray("data");
    FieldUse.sum(uses(period(query)), use -> use.day() + use.field("user"))
        .values()
        .forEach(
            use ->
                rows.addObject()
                    .put("day", use.day())
                    .put("email", use.field("user"))
                    .put("isActive", true)
                    .put("agentRequests", use.count(Quantity.REQUESTS))
                    .put("totalLinesAdded", 10 * use.count(Quantity.REQUESTS)));
    return body;
  }

  private static ObjectNode spend() {
    ObjectNode body = Json.object();
    body.putArray("teamMemberSpend")
        .addObject()
        .put("userId", 12_345)
        .put("name", "Ada")
        .put("email", "ada@example.invalid")
        .put("spendCents", 2_450)
        .put("monthlyLimitDollars", 100);
    return body.put("totalMembers", 1).put("totalPages", 1);
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    return Json.object().put("error", refusal.text());
  }

  private static ObjectNode page(List<FieldUse> events, int page, int size) {
    int pages = (events.size() + size - 1) / size;
    ObjectNode body = Json.object().put("totalUsageEventsCount", events.size());
    body.putObject("pagination")
        .put("numPages", pages)
        .put("currentPage", page)
        .put("pageSize", size)
        .put("hasNextPage", page < pages)
        .put("hasPreviousPage", page > 1);
    ArrayNode list = body.putArray("usageEvents");
    events.stream().skip((page - 1L) * size).limit(size).forEach(each -> list.add(event(each)));
    return body;
  }

  private static ObjectNode event(FieldUse use) {
    boolean free = !use.field("free").isEmpty();
    boolean tokens = use.count(Quantity.INPUT) > 0;
    ObjectNode event =
        Json.object()
            .put("timestamp", Long.toString(use.at().toEpochMilli()))
            .put("userEmail", use.field("user"))
            .put("model", use.field("model"))
            .put("kind", use.field("kind"))
            .put("maxMode", false)
            .put("requestsCosts", 2)
            .put("isTokenBasedCall", tokens)
            .put("isChargeable", !free)
            .put("isHeadless", false);
    if (tokens) {
      event
          .putObject("tokenUsage")
          .put("inputTokens", use.count(Quantity.INPUT))
          .put("outputTokens", use.count(Quantity.OUTPUT))
          .put("cacheWriteTokens", use.count(Quantity.CACHE_WRITE))
          .put("cacheReadTokens", use.count(Quantity.CACHE_READ))
          .put("totalCents", use.cents());
    }
    return event.put("chargedCents", free ? new BigDecimal("8") : use.cents());
  }
}
