// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Azure's login and its Cost Management query: a table whose columns come in an order of their own,
 * dates as numbers, further pages by POST to a link.
 */
final class AzureProtocol extends FieldProtocol {
  private static final String LOGIN = "POST /acme/oauth2/v2.0/token";
  private static final String QUERY =
      "/subscriptions/sub-1/providers/Microsoft.CostManagement/query";
  private static final int ROWS_A_PAGE = 4;

  AzureProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer("azure-token"));
  }

  @Override
  void authenticate(Request request) throws Refusal {
    if (!isLogin(request)) {
      super.authenticate(request);
    }
  }

  private static boolean isLogin(Request request) {
    return request.route().equals(LOGIN);
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (isLogin(request)) {
      return login(request.body());
    }
    if (request.method().equals("POST") && request.path().equals(QUERY)) {
      return query(request);
    }
    throw unknown(request);
  }

  private static ObjectNode login(String form) throws Refusal {
    if (!form.contains("grant_type=client_credentials")
        || !form.contains("client_secret=azure-demo-secret")) {
      throw new Refusal(401, "AADSTS7000215: Invalid client secret provided.", null);
    }
    return Json.object()
        .put("token_type", "Bearer")
        .put("expires_in", 3599)
        .put("access_token", "azure-token-demo");
  }

  private ObjectNode query(Request request) throws Refusal {
    JsonNode asked = request.json();
    if (!asked.at("/dataset/granularity").asText().equals("Daily")
        || asked.at("/dataset/grouping").size() != 2) {
      throw Refusal.badRequest("only days, by resource and meter, are simulated", null);
    }
    ChargePeriod period =
        new ChargePeriod(
            instant(asked.at("/timePeriod/from").asText(), "from"),
            instant(asked.at("/timePeriod/to").asText(), "to").plusSeconds(1));
    Collection<FieldUse> lines =
        FieldUse.sum(
                uses(period),
                use -> use.day() + "|" + use.field("project") + "|" + use.field("model"))
            .values();
    return page(request, new ArrayList<>(lines));
  }

  private static ObjectNode page(Request request, List<FieldUse> lines) throws Refusal {
    int from = request.integer("$skiptoken", 0, 0, lines.size());
    int to = Math.min(lines.size(), from + ROWS_A_PAGE);
    ObjectNode body = Json.object();
    ObjectNode table = body.putObject("properties");
    table.put("nextLink", to == lines.size() ? null : "https://elsewhere/?$skiptoken=" + to);
    ArrayNode columns = table.putArray("columns");
    for (String name : List.of("Cost", "UsageDate", "ResourceId", "Meter", "Currency")) {
      columns.addObject().put("name", name);
    }
    ArrayNode rows = table.putArray("rows");
    for (FieldUse line : lines.subList(from, to)) {
      rows.addArray()
          .add(line.dollars())
          .add(Integer.parseInt(line.day().replace("-", "")))
          .add(
              "/subscriptions/sub-1/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/"
                  + line.field("project"))
          .add(line.field("model") + " Inp glbl Tokens")
          .add("USD");
    }
    return body;
  }
}
