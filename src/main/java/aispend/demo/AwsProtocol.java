// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * Amazon's Cost Explorer: days by model and kind of inference, amounts as texts, a page a day. Rows
 * of a service that has no models stand among them. Who asks must have signed; the signature itself
 * is not checked.
 */
final class AwsProtocol extends FieldProtocol {
  private static final String TARGET = "AWSInsightsIndexService.GetCostAndUsage";
  private static final Duration SETTLES = Duration.ofDays(3);

  AwsProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, new Key("authorization", "AWS4-HMAC-SHA256 Credential=", "AKIAEXAMPLE"));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (!request.method().equals("POST") || !TARGET.equals(request.header("x-amz-target"))) {
      throw unknown(request);
    }
    JsonNode asked = request.json();
    if (!asked.path("Granularity").asText().equals("DAILY") || asked.path("GroupBy").size() != 2) {
      throw Refusal.badRequest("only days, by two groups, are simulated", null);
    }
    LocalDate first = date(asked.at("/TimePeriod/Start").asText(), "Start");
    LocalDate end = date(asked.at("/TimePeriod/End").asText(), "End");
    String token = asked.path("NextPageToken").asText("");
    LocalDate day = token.isEmpty() ? first : date(token, "NextPageToken");
    ObjectNode body = Json.object();
    body.putArray("ResultsByTime").add(result(day));
    LocalDate next = day.plusDays(1);
    return body.put("NextPageToken", next.isBefore(end) ? next.toString() : null);
  }

  private ObjectNode result(LocalDate day) throws Refusal {
    ChargePeriod period = days(day, day);
    Instant settled = period.end().plus(SETTLES);
    ObjectNode result = Json.object().put("Estimated", now().isBefore(settled));
    result
        .putObject("TimePeriod")
        .put("Start", day.toString())
        .put("End", day.plusDays(1).toString());
    ArrayNode groups = result.putArray("Groups");
    Map<String, FieldUse> lines = FieldUse.sum(uses(period), use -> use.field("model"));
    lines.forEach(
        (model, use) -> group(groups, model, "On-demand tokens", use.dollars().toPlainString()));
    group(groups, "", "", "17.25");
    return result;
  }

  private static void group(ArrayNode groups, String model, String kind, String amount) {
    ObjectNode group = groups.addObject();
    group.putArray("Keys").add("model$" + model).add("inferenceType$" + kind);
    group.putObject("Metrics").putObject("UnblendedCost").put("Amount", amount).put("Unit", "USD");
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    String type = refusal.status() == 401 ? "UnrecognizedClientException" : "ValidationException";
    return Json.object().put("__type", type).put("message", refusal.text());
  }
}
