// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Helicone's log of calls: a filter as a tree, at most 1,000 calls a page and 10,000 in all. */
final class HeliconeProtocol extends FieldProtocol {
  private static final int DEEPEST = 10_000;

  HeliconeProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer("sk-helicone-"));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (!request.route().equals("POST /v1/request/query-clickhouse")) {
      throw unknown(request);
    }
    JsonNode query = request.json();
    int offset = query.path("offset").asInt(0);
    int limit = query.path("limit").asInt(10);
    ObjectNode body = Json.object();
    if (offset > DEEPEST || limit > 1000) {
      return body.putNull("data").put("error", "offset or limit is too large");
    }
    Instant from = bound(query.path("filter"), "gte");
    Instant until = bound(query.path("filter"), "lt");
    List<FieldUse> calls = calls(new ChargePeriod(from, until), Integer.MAX_VALUE);
    ArrayNode data = body.putArray("data");
    calls.stream().skip(offset).limit(limit).forEach(call -> data.add(row(call)));
    return body.putNull("error");
  }

  /** A bound anywhere in the tree. */
  private static Instant bound(JsonNode filter, String operator) throws Refusal {
    JsonNode found = filter.findValue(operator);
    return instant(found == null ? null : found.asText(), operator);
  }

  private static ObjectNode row(FieldUse call) {
    return Json.object()
        .put("request_id", "r" + call.at().toEpochMilli() + call.field("model"))
        .put("request_created_at", call.at().toString())
        .put("response_status", 200)
        .put("request_model", call.field("model"))
        .put("request_user_id", call.field("user"))
        .put("provider", call.field("provider"))
        .put("delay_ms", 900)
        .putNull("time_to_first_token")
        .put("prompt_tokens", call.count(Quantity.INPUT, Quantity.CACHE_READ, Quantity.CACHE_WRITE))
        .put("completion_tokens", call.count(Quantity.OUTPUT))
        .put("prompt_cache_read_tokens", call.count(Quantity.CACHE_READ))
        .put("prompt_cache_write_tokens", call.count(Quantity.CACHE_WRITE))
        .put("costUSD", call.dollars());
  }
}
