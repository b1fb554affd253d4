// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Cost Management's query: costs by UTC day as a table whose columns are addressed by name.
 *
 * <pre>{@code
 * {"properties":{"nextLink":"https://...?api-version=2025-03-01&$skiptoken=AQ",
 *    "columns":[{"name":"Cost","type":"Number"},{"name":"UsageDate","type":"Number"},
 *               {"name":"ResourceId","type":"String"},{"name":"Currency","type":"String"}],
 *    "rows":[[12.345678,20261120,"/subscriptions/...","USD"]]}}
 * }</pre>
 *
 * {@code UsageDate} is a number yyyymmdd. The next page is asked for by POST with the same body. Of
 * a next link only the query is taken, so that the token goes to no other host. Nothing at all is
 * told by 204 without a body.
 */
final class AzureCosts {
  private static final Duration DAY = Duration.ofDays(1);
  private static final DateTimeFormatter YYYYMMDD = DateTimeFormatter.BASIC_ISO_DATE;

  private final TokenApi api;
  private final HttpUrl url;
  private final AzureQuestion question;
  private final Map<String, String> headers;

  AzureCosts(TokenApi api, HttpUrl url, AzureQuestion question, Map<String, String> headers) {
    this.api = api;
    this.url = url;
    this.question = question;
    this.headers = Map.copyOf(headers);
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows("costs", window, DAY);
    ObjectNode body = question.body(window);
    Set<HttpUrl> asked = new HashSet<>();
    HttpUrl next = url;
    while (next != null) {
      if (!asked.add(next)) {
        throw api.unusable("query: a page names itself as the next one");
      }
      if (asked.size() > Pages.MAX_PAGES) {
        throw api.unusable("query: there are more than " + Pages.MAX_PAGES + " pages");
      }
      JsonNode page = api.post(next, headers, body);
      next = page.isMissingNode() ? null : take(page.path("properties"), days);
    }
    return days.buckets();
  }

  /** Takes a page's rows; gives where the next is, or null behind the last. */
  private @Nullable HttpUrl take(JsonNode table, BucketRows days) throws ProviderException {
    if (!table.path("columns").isArray() || !table.path("rows").isArray()) {
      throw api.unusable("query: there are no lists named columns and rows");
    }
    Map<String, Integer> columns = new HashMap<>();
    for (JsonNode column : table.path("columns")) {
      columns.put(column.path("name").asText(), columns.size());
    }
    Optional<String> missing = question.missing(columns.keySet());
    if (missing.isPresent()) {
      throw api.unusable(
          "query: there is no column " + missing.get() + ", only " + columns.keySet());
    }
    for (JsonNode row : table.path("rows")) {
      Row cells = new Row(row, columns);
      days.add(day(cells), usage(cells));
    }
    return next(table);
  }

  private Instant day(Row cells) throws ProviderException {
    String date = cells.text("UsageDate");
    try {
      return LocalDate.parse(date, YYYYMMDD).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw api.unusable("query: a row has the UsageDate '" + date + "'");
    }
  }

  private ReportedUsage usage(Row cells) {
    Dimensions dimensions = Dimensions.NONE;
    for (AzureQuestion.Group group : question.groups()) {
      dimensions = group.told(dimensions, cells.text(group.column(cells.columns().keySet())));
    }
    String amount = Json.decimalText(cells.at(question.measure()));
    String currency = question.currency().orElseGet(() -> cells.text("Currency"));
    return new ReportedUsage(
        dimensions,
        null,
        null,
        Map.of(),
        new ReportedCost(
            amount == null ? "" : amount,
            ReportedCost.Unit.MAJOR,
            currency.isEmpty() ? "unknown" : currency));
  }

  private @Nullable HttpUrl next(JsonNode table) throws ProviderException {
    String link = Json.text(table, "nextLink");
    if (link == null) {
      return null;
    }
    HttpUrl parsed = HttpUrl.parse(link);
    if (parsed == null || parsed.encodedQuery() == null) {
      throw api.unusable("query: the next link is '" + link + "'");
    }
    return url.newBuilder().encodedQuery(parsed.encodedQuery()).build();
  }

  /** One row, whose cells have names. */
  private record Row(JsonNode cells, Map<String, Integer> columns) {
    JsonNode at(String column) {
      return cells.path(columns.getOrDefault(column, -1));
    }

    /** The cell's text; empty when there is none. */
    String text(String column) {
      JsonNode cell = at(column);
      return cell.isNull() ? "" : cell.asText();
    }
  }
}
