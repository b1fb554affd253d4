// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Google's tokens and its billing export in BigQuery: a query is a job that is not complete at once
 * and whose result has pages of cells without names. What is charged stands gross, with a discount
 * beside it that leaves what is true.
 */
final class GoogleProtocol extends FieldProtocol {
  private static final String QUERIES = "/bigquery/v2/projects/p-1/queries";
  private static final String ASSERTION = "grant-type%3Ajwt-bearer";
  private static final List<String> COLUMNS =
      List.of(
          "amount",
          "day",
          "account",
          "service",
          "sku",
          "project",
          "region",
          "currency",
          "cost_type",
          "invoice",
          "credit");
  private static final BigDecimal GROSS = new BigDecimal("2");
  private static final BigDecimal DISCOUNT = new BigDecimal("-1");
  private static final int ROWS_A_PAGE = 5;

  /** A row of the result. */
  private record Line(FieldUse use, String credit, BigDecimal amount) {}

  GoogleProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer("ya29."));
  }

  @Override
  void authenticate(Request request) throws Refusal {
    if (!request.path().equals("/token")) {
      super.authenticate(request);
    }
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (request.path().equals("/token")) {
      return token(request.body());
    }
    if (request.method().equals("POST") && request.path().equals(QUERIES)) {
      return job(request.json());
    }
    if (request.method().equals("GET") && request.path().startsWith(QUERIES + "/job_")) {
      return results(request);
    }
    throw unknown(request);
  }

  private static ObjectNode token(String form) throws Refusal {
    if (!form.contains(ASSERTION) || !form.contains("assertion=")) {
      throw Refusal.badRequest("invalid_grant", null);
    }
    return Json.object().put("access_token", "ya29.demo-token").put("expires_in", 3599);
  }

  /** The window is the job's name, so that nothing has to be remembered. */
  private static ObjectNode job(JsonNode asked) throws Refusal {
    String from = parameter(asked, "from");
    String to = parameter(asked, "to");
    ObjectNode body = Json.object().put("jobComplete", false);
    body.putObject("jobReference")
        .put(
            "jobId",
            "job_"
                + instant(from, "from").getEpochSecond()
                + "_"
                + instant(to, "to").getEpochSecond())
        .put("location", "EU");
    return body;
  }

  private static String parameter(JsonNode asked, String name) {
    for (JsonNode each : asked.path("queryParameters")) {
      if (each.path("name").asText().equals(name)) {
        return each.at("/parameterValue/value").asText();
      }
    }
    return "";
  }

  private ObjectNode results(Request request) throws Refusal {
    String[] job = request.path().split("_", -1);
    List<Line> lines = lines(new ChargePeriod(epoch(job[1]), epoch(job[2])));
    int from = request.integer("pageToken", 0, 0, lines.size());
    int to = Math.min(lines.size(), from + ROWS_A_PAGE);
    ObjectNode body = Json.object().put("jobComplete", true);
    body.putObject("jobReference")
        .put("jobId", request.path().substring(QUERIES.length() + 1))
        .put("location", "EU");
    ArrayNode fields = body.putObject("schema").putArray("fields");
    COLUMNS.forEach(name -> fields.addObject().put("name", name).put("type", "STRING"));
    ArrayNode rows = body.putArray("rows");
    lines.subList(from, to).forEach(line -> write(rows, line));
    return body.put("pageToken", to == lines.size() ? null : Integer.toString(to));
  }

  private static Instant epoch(String seconds) throws Refusal {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("no such job", null);
    }
  }

  private List<Line> lines(ChargePeriod period) {
    List<Line> lines = new ArrayList<>();
    FieldUse.sum(uses(period), use -> use.day() + "|" + use.field("model"))
        .values()
        .forEach(
            use -> {
              lines.add(new Line(use, "", use.dollars().multiply(GROSS)));
              lines.add(new Line(use, "DISCOUNT", use.dollars().multiply(DISCOUNT)));
            });
    return lines;
  }

  private static void write(ArrayNode rows, Line line) {
    ArrayNode cells = rows.addObject().putArray("f");
    for (String value :
        List.of(
            line.amount().toPlainString(),
            line.use().day(),
            "0123-4567",
            "Vertex AI",
            line.use().field("model") + " Text Input - Predictions",
            "p-1",
            "europe-west4",
            "USD",
            "regular",
            "",
            line.credit())) {
      cells.addObject().put("v", value);
    }
  }
}
