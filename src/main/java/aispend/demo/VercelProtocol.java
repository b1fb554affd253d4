// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * Vercel's report: one dimension a call, both dates inclusive. What goes over a key of the
 * customer's own costs nothing here, and its market price stands beside it.
 */
final class VercelProtocol extends FieldProtocol {
  private static final BigDecimal BOUGHT = new BigDecimal("1000");

  VercelProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer(""));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    return switch (request.path()) {
      case "/v1/report" -> report(request);
      case "/v1/credits" -> credits();
      default -> throw unknown(request);
    };
  }

  /** Texts. */
  private ObjectNode credits() {
    BigDecimal used = BigDecimal.valueOf(nanos(everUsed()), 9);
    return Json.object()
        .put("balance", BOUGHT.subtract(used).toPlainString())
        .put("total_used", used.toPlainString());
  }

  private ObjectNode report(Request request) throws Refusal {
    String groupBy = request.value("group_by") == null ? "day" : request.required("group_by");
    if (!groupBy.equals("day") && !groupBy.equals("model")) {
      throw Refusal.badRequest("only day and model are simulated", "group_by");
    }
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    FieldUse.sum(
            uses(
                days(
                    date(request.value("start_date"), "start_date"),
                    date(request.value("end_date"), "end_date"))),
            use -> groupBy.equals("day") ? use.day() : use.field("model"))
        .forEach((key, use) -> results.add(row(groupBy, key, use)));
    return body;
  }

  private static ObjectNode row(String groupBy, String key, FieldUse use) {
    return Json.object()
        .put(groupBy, key)
        .put("total_cost", use.dollars())
        .put("market_cost", use.dollars().add(BigDecimal.TEN))
        .put("input_tokens", use.count(Quantity.INPUT, Quantity.CACHE_READ, Quantity.CACHE_WRITE))
        .put("output_tokens", use.count(Quantity.OUTPUT))
        .put("cached_input_tokens", use.count(Quantity.CACHE_READ))
        .put("cache_creation_input_tokens", use.count(Quantity.CACHE_WRITE))
        .put("reasoning_tokens", 0)
        .put("request_count", use.count(Quantity.REQUESTS));
  }
}
