// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Langfuse's metrics v2: the question is JSON within a parameter, counts are texts, and rows beyond
 * the limit are left out without a word.
 */
final class LangfuseProtocol extends FieldProtocol {
  private static final Map<String, String> FIELDS =
      Map.of("providedModelName", "model", "environment", "environment", "type", "type");

  LangfuseProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, new Key("authorization", "Basic ", ""));
  }

  @Override
  void authenticate(Request request) throws Refusal {
    String sent = (request.header("authorization") + "").replace("Basic ", "");
    try {
      if (new String(Base64.getDecoder().decode(sent), UTF_8).matches("pk-lf-.+:sk-lf-.+")) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(401, "Invalid credentials: " + e.getMessage(), null);
    }
    throw new Refusal(401, "Invalid credentials", null);
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (!request.path().equals("/api/public/v2/metrics")) {
      throw unknown(request);
    }
    JsonNode query = query(request.required("query"));
    List<String> dimensions = new ArrayList<>();
    query.path("dimensions").forEach(each -> dimensions.add(each.path("field").asText()));
    if (!FIELDS.keySet().containsAll(dimensions)
        || !query.path("timeDimension").path("granularity").asText().equals("hour")) {
      throw Refusal.badRequest("only hours of " + FIELDS.keySet() + " are simulated", "query");
    }
    ChargePeriod period =
        new ChargePeriod(
            instant(query.path("fromTimestamp").asText(), "fromTimestamp"),
            instant(query.path("toTimestamp").asText(), "toTimestamp"));
    ObjectNode body = Json.object();
    ArrayNode rows = body.putArray("data");
    FieldUse.sum(uses(period), use -> use.at() + key(use, dimensions)).values().stream()
        .limit(query.path("config").path("row_limit").asInt(100))
        .forEach(use -> rows.add(row(use, dimensions)));
    return body;
  }

  private static JsonNode query(String text) throws Refusal {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("query is no JSON: " + e.getOriginalMessage(), "query");
    }
  }

  private static String key(FieldUse use, List<String> dimensions) {
    return dimensions.stream().map(each -> value(use, each)).toList().toString();
  }

  /** A model that is called is a generation or an embedding, what has none is a step between. */
  private static String value(FieldUse use, String dimension) {
    if (!dimension.equals("type")) {
      return use.field(FIELDS.get(dimension) + "");
    }
    String model = use.field("model");
    return model.isEmpty() ? "SPAN" : model.startsWith("embed") ? "EMBEDDING" : "GENERATION";
  }

  private static ObjectNode row(FieldUse use, List<String> dimensions) {
    ObjectNode row = Json.object().put("time_dimension", use.at().toString());
    dimensions.forEach(each -> row.put(each, value(use, each)));
    return row.put("count_count", Long.toString(use.count(Quantity.REQUESTS)))
        .put("sum_inputTokens", Long.toString(use.count(Quantity.INPUT)))
        .put("sum_outputTokens", Long.toString(use.count(Quantity.OUTPUT)))
        .put("sum_totalCost", use.dollars());
  }
}
