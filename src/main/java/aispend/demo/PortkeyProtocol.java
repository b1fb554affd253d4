// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** Portkey's graph of cost, in cents with fractions; a model is a filter, as provider__model. */
final class PortkeyProtocol extends FieldProtocol {
  PortkeyProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, new Key("x-portkey-api-key", "", ""));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (!request.path().equals("/v1/analytics/graphs/cost")) {
      throw unknown(request);
    }
    Instant from = instant(request.value("time_of_generation_min"), "time_of_generation_min");
    Instant last = instant(request.value("time_of_generation_max"), "time_of_generation_max");
    String models = String.join(",", request.values("ai_org_model"));
    List<FieldUse> wanted =
        uses(new ChargePeriod(from, last.plusSeconds(1))).stream()
            .filter(use -> passes(use, models))
            .toList();
    Collection<FieldUse> days = FieldUse.sum(wanted, FieldUse::day).values();
    ObjectNode body = Json.object().put("object", "analytics-graph");
    body.putObject("summary").put("total", BigDecimal.valueOf(nanos(wanted), 7)).put("avg", 2);
    ArrayNode points = body.putArray("data_points");
    for (FieldUse day : days) {
      points
          .addObject()
          .put("timestamp", start(LocalDate.parse(day.day())).toString())
          .put("total", day.cents())
          .put("avg", 2);
    }
    return body;
  }

  private static boolean passes(FieldUse use, String models) {
    return models.isEmpty()
        || List.of(models.split(",", -1)).contains("any__" + use.field("model"));
  }
}
