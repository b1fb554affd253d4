// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * BigQuery's REST API: a query is posted; while its job runs and for each further page its results
 * are asked for.
 *
 * <pre>{@code
 * {"jobComplete":true,"jobReference":{"projectId":"p","jobId":"j","location":"EU"},
 *  "schema":{"fields":[{"name":"day","type":"STRING"}]},"rows":[{"f":[{"v":"2026-11-20"}]}],
 *  "totalRows":"1","pageToken":null}
 * }</pre>
 *
 * Each cell is a text or null and belongs to the field at its place.
 */
final class GoogleExport {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String REGULAR = "regular";

  /** A job is waited for at the vendor for half a minute each time. */
  private static final int MOST_WAITS = 40;

  private final TokenApi api;
  private final HttpUrl queries;
  private final GoogleQuestion question;

  /**
   * Asks through an API.
   *
   * @param queries of the project that pays for them: {@code .../projects/P/queries}
   */
  GoogleExport(TokenApi api, HttpUrl queries, GoogleQuestion question) {
    this.api = api;
    this.queries = queries;
    this.question = question;
  }

  List<ReportedBucket> fetch(ChargePeriod window) throws ProviderException, InterruptedException {
    BucketRows days = new BucketRows("export", window, DAY);
    JsonNode page = finished(api.post(queries, Map.of(), question.body(window)));
    Set<String> followed = new HashSet<>();
    while (true) {
      take(page, days);
      String next = Json.text(page, "pageToken");
      if (next == null) {
        return days.buckets();
      }
      if (!followed.add(next) || followed.size() > Pages.MAX_PAGES) {
        throw api.unusable("query: its pages do not end");
      }
      page = finished(api.get(results(page, next)));
    }
  }

  /** Asks whether the query could be run; scans nothing. */
  void dryRun(ChargePeriod window) throws ProviderException, InterruptedException {
    api.post(queries, Map.of(), question.body(window).put("dryRun", true));
  }

  private JsonNode finished(JsonNode answer) throws ProviderException, InterruptedException {
    JsonNode last = answer;
    for (int i = 0; i < MOST_WAITS; i++) {
      if (!last.path("jobComplete").isBoolean()) {
        throw api.unusable("query: the answer does not say whether the job is complete");
      }
      if (last.path("jobComplete").booleanValue()) {
        return last;
      }
      last = api.get(results(last, null));
    }
    throw api.unusable("query: the job was not complete after " + MOST_WAITS + " waits");
  }

  private HttpUrl results(JsonNode answer, @Nullable String pageToken) throws ProviderException {
    JsonNode job = answer.path("jobReference");
    String id = Json.text(job, "jobId");
    if (id == null) {
      throw api.unusable("query: the answer names no job");
    }
    HttpUrl.Builder url =
        queries
            .newBuilder()
            .addPathSegment(id)
            .addQueryParameter("maxResults", Integer.toString(GoogleQuestion.ROWS_A_PAGE))
            .addQueryParameter("timeoutMs", "30000");
    String location = Json.text(job, "location");
    if (location != null) {
      url.addQueryParameter("location", location);
    }
    if (pageToken != null) {
      url.addQueryParameter("pageToken", pageToken);
    }
    return url.build();
  }

  private void take(JsonNode page, BucketRows days) throws ProviderException {
    if (page.path("rows").isEmpty()) {
      return;
    }
    Map<String, Integer> columns = new HashMap<>();
    for (JsonNode field : page.path("schema").path("fields")) {
      columns.put(field.path("name").asText(), columns.size());
    }
    for (String needed : GoogleQuestion.COLUMNS) {
      if (!columns.containsKey(needed)) {
        throw api.unusable("query: there is no column " + needed + ", only " + columns.keySet());
      }
    }
    for (JsonNode row : page.path("rows")) {
      Row cells = new Row(row.path("f"), columns);
      days.add(day(cells), usage(cells));
    }
  }

  private Instant day(Row cells) throws ProviderException {
    String day = cells.text("day");
    return BucketRows.instant(day)
        .orElseThrow(() -> api.unusable("query: a row has the day '" + day + "'"));
  }

  private ReportedUsage usage(Row cells) {
    Dimensions dimensions =
        Dimensions.of(Dimension.ACCOUNT, cells.text("account"))
            .with(Dimension.PROJECT, cells.text("project"))
            .with(Dimension.REGION, cells.text("region"))
            .with(Dimension.OPERATION, cells.text("service"))
            .with(Dimension.LINE_ITEM, cells.text("sku"))
            .with(Dimension.MODEL, MeterName.model(cells.text("sku")))
            .with(Dimension.VARIANT, kind(cells));
    for (int i = 0; i < question.labels().size(); i++) {
      dimensions = dimensions.with(question.labels().get(i).dimension(), cells.text("label" + i));
    }
    String currency = cells.text("currency");
    return new ReportedUsage(
        dimensions,
        null,
        null,
        Map.of(),
        new ReportedCost(
            cells.text("amount"),
            ReportedCost.Unit.MAJOR,
            currency.isEmpty() ? "unknown" : currency));
  }

  /** What tells a row from usual use: {@code credit:PROMOTION}, {@code tax}, a later invoice. */
  private static String kind(Row cells) {
    String credit = cells.text("credit");
    String type = cells.text("cost_type");
    String invoice = cells.text("invoice");
    String kind = credit.isEmpty() ? (type.equals(REGULAR) ? "" : type) : "credit:" + credit;
    return (kind + (invoice.isEmpty() ? "" : " invoice:" + invoice)).strip();
  }

  /** One row, whose cells have names. */
  private record Row(JsonNode cells, Map<String, Integer> columns) {
    /** The cell's text; empty when there is none. */
    String text(String column) {
      JsonNode value = cells.path(columns.getOrDefault(column, -1)).path("v");
      return value.isNull() ? "" : value.asText();
    }
  }
}
