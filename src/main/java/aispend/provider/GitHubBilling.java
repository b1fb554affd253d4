// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Locale.ROOT;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * GitHub's two billing reports, neither of which has pages. Credits carry no date, so each day is
 * asked for by itself:
 *
 * <pre>{@code
 * {"timePeriod":{"year":2026,"month":11,"day":20},"usageItems":[{"product":"Copilot",
 *   "sku":"Copilot AI Credits","model":"Claude Sonnet 5","unitType":"ai-credits",
 *   "grossQuantity":120.5,"grossAmount":1.205,"discountAmount":1.0,"netAmount":0.205}]}
 * {"usageItems":[{"date":"2026-11-20","product":"Copilot","sku":"Copilot Business",
 *   "quantity":1,"unitType":"seats","netAmount":0.63,"organizationName":"acme"}]}
 * }</pre>
 *
 * Amounts are dollars: {@code grossAmount} what was used, {@code discountAmount} what the plan
 * covers, {@code netAmount} what is billed. A list of a day or a month that is empty says nothing.
 */
final class GitHubBilling {
  private static final Duration DAY = Duration.ofDays(1);

  private final VendorApi api;
  private final String owner;
  private final List<String> products;

  /**
   * Asks through an API.
   *
   * @param owner {@code organizations/acme} or {@code enterprises/acme}
   * @param products whose bill is taken, whatever their case
   */
  GitHubBilling(VendorApi api, String owner, List<String> products) {
    this.api = api;
    this.owner = owner;
    this.products = products.stream().map(product -> product.toLowerCase(ROOT)).toList();
  }

  List<ReportedBucket> credits(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows("credits", window, DAY);
    for (ChargePeriod day : window.split(DAY)) {
      JsonNode answer = day(day.start().atZone(ZoneOffset.UTC).toLocalDate());
      for (JsonNode item : answer.path("usageItems")) {
        days.add(toldDay(answer, day.start()), credit(item));
      }
    }
    return days.buckets();
  }

  /** The credits of one day. */
  JsonNode day(LocalDate day) throws ProviderException, InterruptedException {
    return items(
        url("ai_credit/usage", YearMonth.from(day))
            .addQueryParameter("day", Integer.toString(day.getDayOfMonth()))
            .build());
  }

  /** The day that the answer itself names; the one asked for when it names none. */
  private static Instant toldDay(JsonNode answer, Instant asked) {
    JsonNode told = answer.path("timePeriod");
    boolean named = told.path("year").isInt() && told.path("month").isInt() && told.has("day");
    return !named
        ? asked
        : LocalDate.of(told.path("year").intValue(), told.path("month").intValue(), 1)
            .plusDays(told.path("day").asInt() - 1L)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);
  }

  private static ReportedUsage credit(JsonNode item) {
    ReportRow row = new ReportRow(item);
    Dimensions dimensions = dimensions(row).with(Dimension.MODEL, row.text("model"));
    String unit = row.text("unitType");
    String quantity = Json.decimalText(item.path("grossQuantity"));
    if (unit != null && quantity != null) {
      row.quantity(unit.toLowerCase(ROOT).replace('-', '_'), quantity);
    }
    ReportedCost cost = row.cost("netAmount", ReportedCost.Unit.MAJOR, null);
    return new ReportedUsage(dimensions, null, null, row.units(), cost);
  }

  List<ReportedBucket> billing(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows("billing", window, DAY);
    YearMonth month = YearMonth.from(window.start().atZone(ZoneOffset.UTC));
    YearMonth last = YearMonth.from(window.end().minusSeconds(1).atZone(ZoneOffset.UTC));
    while (!month.isAfter(last)) {
      for (JsonNode item : items(url("usage", month).build()).path("usageItems")) {
        if (isWanted(item)) {
          days.add(day(item), bill(item));
        }
      }
      month = month.plusMonths(1);
    }
    return days.buckets();
  }

  private boolean isWanted(JsonNode item) {
    return products.contains(item.path("product").asText().toLowerCase(ROOT));
  }

  private Instant day(JsonNode item) throws ProviderException {
    String date = String.valueOf(Json.text(item, "date"));
    return BucketRows.instant(date)
        .orElseThrow(() -> api.unusable("usage: an item has the date '" + date + "'"));
  }

  private static ReportedUsage bill(JsonNode item) {
    ReportRow row = new ReportRow(item);
    Dimensions dimensions =
        dimensions(row)
            .with(Dimension.ACCOUNT, row.text("organizationName"))
            .with(Dimension.PROJECT, row.text("repositoryName"));
    ReportedCost cost = row.cost("netAmount", ReportedCost.Unit.MAJOR, null);
    return new ReportedUsage(dimensions, null, null, Map.of(), cost);
  }

  private static Dimensions dimensions(ReportRow row) {
    return Dimensions.of(Dimension.OPERATION, row.text("product"))
        .with(Dimension.LINE_ITEM, row.text("sku"));
  }

  private HttpUrl.Builder url(String report, YearMonth month) {
    return api.url(owner + "/settings/billing/" + report)
        .addQueryParameter("year", Integer.toString(month.getYear()))
        .addQueryParameter("month", Integer.toString(month.getMonthValue()));
  }

  private JsonNode items(HttpUrl url) throws ProviderException, InterruptedException {
    JsonNode answer = api.get(url);
    if (!answer.path("usageItems").isArray()) {
      throw api.unusable("billing: there is no list named usageItems");
    }
    return answer;
  }
}
