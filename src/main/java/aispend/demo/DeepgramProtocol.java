// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** Deepgram's billing breakdown: dollars by day, key and line item; both dates are inclusive. */
final class DeepgramProtocol extends FieldProtocol {
  private static final BigDecimal BOUGHT = new BigDecimal("2500");

  DeepgramProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, new Key("authorization", "Token ", ""));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    return switch (request.path()) {
      case "/v1/projects/speech/billing/breakdown" -> breakdown(request);
      case "/v1/projects/speech/balances" -> balances();
      default -> throw unknown(request);
    };
  }

  private ObjectNode balances() {
    ObjectNode body = Json.object();
    body.putArray("balances")
        .addObject()
        .put("balance_id", "b1")
        .put("amount", BOUGHT.subtract(BigDecimal.valueOf(nanos(everUsed()), 9)))
        .put("units", "usd")
        .putNull("purchase_order_id");
    return body;
  }

  private ObjectNode breakdown(Request request) throws Refusal {
    List<String> grouping = request.values("grouping");
    ObjectNode body = Json.object();
    body.put("start", request.required("start")).put("end", request.required("end"));
    body.putObject("resolution").put("units", "day").put("amount", 1);
    ArrayNode results = body.putArray("results");
    FieldUse.sum(
            uses(days(date(request.value("start"), "start"), date(request.value("end"), "end"))),
            use -> use.day() + key(use, grouping) + line(use, grouping))
        .values()
        .forEach(use -> results.add(row(use, grouping)));
    return body;
  }

  private static ObjectNode row(FieldUse use, List<String> grouping) {
    ObjectNode row = Json.object().put("dollars", use.dollars());
    row.putObject("grouping")
        .put("start", use.day())
        .put("end", use.day())
        .put("accessor", key(use, grouping))
        .putNull("deployment")
        .put("line_item", line(use, grouping))
        .putNull("tags");
    return row;
  }

  private static String key(FieldUse use, List<String> grouping) {
    return grouping.contains("accessor") ? use.field("key") : "";
  }

  private static String line(FieldUse use, List<String> grouping) {
    return grouping.contains("line_item") ? "streaming::" + use.field("model") : "";
  }
}
