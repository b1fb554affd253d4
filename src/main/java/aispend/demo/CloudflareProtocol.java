// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * Cloudflare's AI Gateway over GraphQL: hours with both ends inclusive; what goes wrong is a 200
 * with errors.
 */
final class CloudflareProtocol extends FieldProtocol {
  private static final String DATASET = "aiGatewayRequestsAdaptiveGroups";

  CloudflareProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer(""));
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (!request.route().equals("POST /client/v4/graphql")) {
      throw unknown(request);
    }
    JsonNode query = request.json();
    JsonNode variables = query.path("variables");
    if (!query.path("query").asText().contains(DATASET)
        || !variables.path("account").asText().equals("acc0")) {
      ObjectNode wrong = Json.object().putNull("data");
      wrong.putArray("errors").addObject().put("message", "account or dataset is not known");
      return wrong;
    }
    Instant first = instant(variables.path("start").asText(), "start");
    Instant last = Page.floor(instant(variables.path("end").asText(), "end"), Duration.ofHours(1));
    ObjectNode body = Json.object();
    ArrayNode groups =
        body.putObject("data")
            .putObject("viewer")
            .putArray("accounts")
            .addObject()
            .putArray(DATASET);
    uses(new ChargePeriod(first, last.plus(Duration.ofHours(1))))
        .forEach(use -> groups.add(group(use)));
    return body.putNull("errors");
  }

  private static ObjectNode group(FieldUse use) {
    ObjectNode group = Json.object().put("count", use.count(Quantity.REQUESTS));
    group
        .putObject("sum")
        .put("cost", use.dollars())
        .put("uncachedTokensIn", use.count(Quantity.INPUT))
        .put("uncachedTokensOut", use.count(Quantity.OUTPUT));
    group
        .putObject("dimensions")
        .put("datetimeHour", use.at().toString())
        .put("gateway", use.field("project"))
        .put("model", use.field("model"))
        .put("provider", use.field("provider"));
    return group;
  }
}
