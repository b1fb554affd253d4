// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/**
 * GitHub's billing: credits of one day without a date in the rows, and a month's bill in which
 * Copilot stands beside other products. Net is what is billed, gross less what the plan covers.
 */
final class CopilotProtocol extends FieldProtocol {
  private static final String BILLING = "/organizations/acme/settings/billing/";
  private static final String FILES = "/files/";
  private static final BigDecimal COVERED = new BigDecimal("1.25");
  private static final BigDecimal CREDIT = new BigDecimal("0.01");

  CopilotProtocol(FieldBill bill, Timeline timeline) {
    super(bill, timeline, Key.bearer("ghp_"));
  }

  /** Files open by their link; who sends them the token gives it away. */
  @Override
  void authenticate(Request request) throws Refusal {
    if (!request.path().startsWith(FILES)) {
      super.authenticate(request);
    } else if (request.header("authorization") != null || request.value("sig") == null) {
      throw Refusal.badRequest("a file is opened by its signature alone", null);
    }
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    if (request.path().startsWith(FILES)) {
      return file(date(request.path().substring(FILES.length()), "file"));
    }
    if (request.header("x-github-api-version") == null) {
      throw Refusal.badRequest("X-GitHub-Api-Version is missing", null);
    }
    return switch (request.route()) {
      case "GET " + BILLING + "ai_credit/usage" -> credits(request);
      case "GET " + BILLING + "usage" -> usage(request);
      case "GET /orgs/acme/copilot/metrics/reports/users-1-day" -> users(request);
      default -> throw unknown(request);
    };
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    return Json.object()
        .put("message", refusal.text())
        .put("documentation_url", "https://docs.github.com/rest")
        .put("status", Integer.toString(refusal.status()));
  }

  @Override
  public Map<String, String> headers(String requestId) {
    return Map.of("x-github-request-id", requestId, "x-ratelimit-remaining", "4987");
  }

  private ObjectNode users(Request request) throws Refusal {
    LocalDate day = date(request.value("day"), "day");
    if (!day.isBefore(dateOf(now()))) {
      throw Refusal.notFound(request.path());
    }
    ObjectNode body = Json.object().put("report_day", day.toString());
    String link =
        "http://" + request.header("host") + "/as/github-copilot" + FILES + day + "?sig=demo";
    body.putArray("download_links").add(link);
    return body;
  }

  private ArrayNode file(LocalDate day) throws Refusal {
    ArrayNode users = Json.NODES.arrayNode();
    FieldUse.sum(uses(days(day, day)), use -> use.field("user"))
        .values()
        .forEach(
            use ->
                users
                    .addObject()
                    .put("day", day.toString())
                    .put("user_login", "user-" + users.size())
                    .put("ai_credits_used", use.dollars().movePointRight(2))
                    .put("user_initiated_interaction_count", 3)
                    .put("loc_added_sum", 20));
    return users;
  }

  private ObjectNode credits(Request request) throws Refusal {
    LocalDate day = day(request, request.integer("day", 1, 1, 31));
    ObjectNode body = Json.object();
    body.putObject("timePeriod")
        .put("year", day.getYear())
        .put("month", day.getMonthValue())
        .put("day", day.getDayOfMonth());
    ArrayNode items = body.put("organization", "acme").putArray("usageItems");
    FieldUse.sum(uses(days(day, day)), use -> use.field("model"))
        .values()
        .forEach(
            use -> {
              if (use.field("project").equals("credits")) {
                items.add(credit(use));
              }
            });
    return body;
  }

  private static ObjectNode credit(FieldUse use) {
    BigDecimal gross = use.dollars().add(COVERED);
    return Json.object()
        .put("product", "Copilot")
        .put("sku", "Copilot AI Credits")
        .put("model", use.field("model"))
        .put("unitType", "ai-credits")
        .put("pricePerUnit", CREDIT)
        .put("grossQuantity", gross.movePointRight(2))
        .put("grossAmount", gross)
        .put("discountQuantity", COVERED.movePointRight(2))
        .put("discountAmount", COVERED)
        .put("netQuantity", use.dollars().movePointRight(2))
        .put("netAmount", use.dollars());
  }

  private ObjectNode usage(Request request) throws Refusal {
    LocalDate first = day(request, 1);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("usageItems");
    ChargePeriod month = days(first, first.plusMonths(1).minusDays(1));
    FieldUse.sum(uses(month), use -> use.day() + use.field("project"))
        .values()
        .forEach(
            use -> {
              boolean seats = use.field("project").equals("seats");
              items.add(item(use, "copilot", seats ? "Copilot Business" : "Copilot AI Credits"));
              items.add(item(use, "Actions", "Actions Linux"));
            });
    return body;
  }

  private static ObjectNode item(FieldUse use, String product, String sku) {
    return Json.object()
        .put("date", use.day())
        .put("product", product)
        .put("sku", sku)
        .put("quantity", 1.5)
        .put("unitType", "units")
        .put("pricePerUnit", use.dollars())
        .put("grossAmount", use.dollars().add(COVERED))
        .put("discountAmount", COVERED)
        .put("netAmount", use.dollars())
        .put("organizationName", "acme");
  }

  /** The month has no default. */
  private static LocalDate day(Request request, int day) throws Refusal {
    request.required("month");
    try {
      return LocalDate.of(
          request.integer("year", 2026, 2000, 2100), request.integer("month", 1, 1, 12), day);
    } catch (DateTimeException e) {
      throw Refusal.badRequest("there is no such day: " + e.getMessage(), "day");
    }
  }
}
