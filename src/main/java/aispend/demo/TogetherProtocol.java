// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

/**
 * Together's billing usage: one month, in windows that end with the last full hour, amounts as
 * texts; a cursor holds for its month and granularity only.
 */
final class TogetherProtocol extends FieldProtocol {
  private static final int MOST_WINDOWS = 100;
  private static final Duration HOUR = Duration.ofHours(1);

  TogetherProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer(""));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (!request.path().equals("/v1/billing/usage")) {
      throw unknown(request);
    }
    if (!"hour".equals(request.value("granularity"))) {
      throw Refusal.badRequest("only hours are simulated", "granularity");
    }
    YearMonth month = month(request.required("month"));
    Instant first = start(month.atDay(1));
    Instant end = Page.floor(now(), HOUR);
    Instant monthEnd = start(month.plusMonths(1).atDay(1));
    end = end.isBefore(monthEnd) ? end : monthEnd;
    Instant from = first.plus(HOUR.multipliedBy(offset(request, month)));
    int most = Math.min(MOST_WINDOWS, request.integer("limit", 100, 1, 1000));
    Instant until = from.plus(HOUR.multipliedBy(most));
    boolean more = until.isBefore(end);
    ObjectNode body =
        Json.object().put("object", "list").put("organization_id", "org_1").put("currency", "USD");
    body.put("billing_period", month.toString());
    putWindows(body.putArray("data"), from, more ? until : end);
    long next = Duration.between(first, until).toHours();
    return body.put("next_cursor", more ? month + ":" + next : null);
  }

  private void putWindows(ArrayNode data, Instant from, Instant until) {
    if (!from.isBefore(until)) {
      return;
    }
    Map<String, FieldUse> uses =
        FieldUse.sum(
            uses(new ChargePeriod(from, until)), use -> use.at() + "|" + use.field("model"));
    for (Instant hour = from; hour.isBefore(until); hour = hour.plus(HOUR)) {
      ObjectNode window =
          data.addObject()
              .put("date", hour.toString().substring(0, 10))
              .put("start_time", hour.toString())
              .put("end_time", hour.plus(HOUR).toString());
      ArrayNode items = window.putArray("line_items");
      for (String model : List.of("llama-edge", "mixtral-local")) {
        FieldUse use = uses.get(hour + "|" + model);
        if (use != null) {
          items.add(item(use));
        }
      }
    }
  }

  private static ObjectNode item(FieldUse use) {
    ObjectNode item =
        Json.object()
            .put("product_name", "Serverless Inference")
            .put("quantity", Long.toString(use.count(Quantity.INPUT, Quantity.OUTPUT)))
            .put("unit_price", "0.00000018")
            .put("cost", use.dollars().toPlainString());
    item.putObject("pricing_dimensions").put("model", use.field("model"));
    item.putObject("attributes");
    item.putObject("applied_credit").put("type", "PREPAID");
    return item;
  }

  private static YearMonth month(String text) throws Refusal {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw Refusal.badRequest("month must be like 2026-11", "month");
    }
  }

  private static int offset(Request request, YearMonth month) throws Refusal {
    String cursor = request.value("after");
    if (cursor == null) {
      return 0;
    }
    if (!cursor.matches(month + ":[0-9]{1,4}")) {
      throw Refusal.badRequest("the cursor is of another month", "after");
    }
    return Integer.parseInt(cursor.substring(cursor.indexOf(':') + 1));
  }
}
