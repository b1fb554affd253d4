// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.provider.AdapterOptions;
import aispend.provider.VendorApi;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the points of a measurement page by page and adds them up here: tags and fields alike, and
 * exactly, as the database would add in binary floats.
 *
 * <pre>{@code
 * {"results":[{"statement_id":0,"series":[{"name":"ai_usage",
 *   "columns":["time","model","cost_usd"],"values":[[1795168800000000000,"gpt-5-mini",0.25]]}]}]}
 * }</pre>
 */
final class InfluxQuery {
  static final int ROWS_A_PAGE = 5_000;

  /** More points in a window than this are not read, but said. */
  private static final int MOST_PAGES = 2_000;

  private static final long NANOS = 1_000_000_000L;

  private final VendorApi api;
  private final TableOptions options;
  private final String database;
  private final String from;

  private InfluxQuery(VendorApi api, TableOptions options, String database, String from) {
    this.api = api;
    this.options = options;
    this.database = database;
    this.from = from;
  }

  /**
   * Reads the options; asks nothing yet.
   *
   * @throws IllegalArgumentException when one cannot be used; names it
   */
  static InfluxQuery of(VendorApi api, AdapterOptions options) {
    String form = "[^\"\\\\\\p{Cntrl}]{1,200}";
    String remedy = "a name without quotes and backslashes";
    String database = options.text("database", "ai_usage", form, remedy);
    String measurement = options.text("measurement", "ai_usage", form, remedy);
    String policy = options.text("retention_policy", "", "(" + form + ")?", remedy);
    String from = quoted(measurement);
    if (!policy.isEmpty()) {
      from = quoted(database) + "." + quoted(policy) + "." + from;
    }
    TableOptions columns = TableOptions.of(options, "time");
    if (!columns.time().equals("time")) {
      throw options.wrong("time", "left out: it is always called time");
    }
    return new InfluxQuery(api, columns, database, from);
  }

  List<ReportedBucket> read(ChargePeriod window) throws ProviderException, InterruptedException {
    UsageHours hours = new UsageHours(options);
    for (int page = 0; page < MOST_PAGES; page++) {
      int rows = 0;
      for (JsonNode series : series(question(window, page))) {
        rows += add(series, window, hours);
      }
      if (rows < ROWS_A_PAGE) {
        return hours.buckets();
      }
    }
    throw api.unusable("the points of " + window + " do not end after " + MOST_PAGES + " pages");
  }

  /** Asks for one point. */
  void check() throws ProviderException, InterruptedException {
    series("select " + columns() + " from " + from + " limit 1");
  }

  private String question(ChargePeriod window, int page) {
    return "select %s from %s where time >= %ds and time < %ds order by time limit %d offset %d"
        .formatted(
            columns(),
            from,
            window.start().getEpochSecond(),
            window.end().getEpochSecond(),
            ROWS_A_PAGE,
            (long) page * ROWS_A_PAGE);
  }

  private String columns() {
    Set<String> names = new LinkedHashSet<>(options.columns().values());
    return names.stream().map(InfluxQuery::quoted).collect(Collectors.joining(", "));
  }

  private JsonNode series(String question) throws ProviderException, InterruptedException {
    HttpUrl url =
        api.url("query")
            .addQueryParameter("db", database)
            .addQueryParameter("epoch", "ns")
            .addQueryParameter("q", question)
            .build();
    JsonNode result = api.get(url).path("results").path(0);
    if (!result.isObject()) {
      throw api.unusable("query: there is no list named results");
    }
    if (result.has("error")) {
      throw api.unusable("query: " + result.path("error").asText() + "; check the options");
    }
    return result.path("series");
  }

  /** The number of rows. */
  private int add(JsonNode series, ChargePeriod window, UsageHours hours) throws ProviderException {
    Map<String, Integer> places = new HashMap<>();
    for (JsonNode column : series.path("columns")) {
      places.put(column.asText(), places.size());
    }
    for (JsonNode row : series.path("values")) {
      Instant at = time(row, places);
      if (window.contains(at)) {
        add(at, row, places, hours);
      }
    }
    return series.path("values").size();
  }

  private Instant time(JsonNode row, Map<String, Integer> places) throws ProviderException {
    JsonNode time = cell(row, places, "time");
    if (!time.isIntegralNumber() || !time.canConvertToLong()) {
      throw api.unusable("query: a point has the time '" + time.asText() + "'");
    }
    return Instant.ofEpochSecond(Math.floorDiv(time.longValue(), NANOS));
  }

  private void add(Instant at, JsonNode row, Map<String, Integer> places, UsageHours hours) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    options.dimensions().forEach((each, column) -> values.put(each, text(row, places, column)));
    JsonNode cost = cell(row, places, options.cost());
    UsageSum sum = hours.of(at, values, !isTold(cost));
    if (isTold(cost)) {
      sum.addCost(options.cost(), number(cost));
    }
    options
        .counts()
        .forEach(
            (count, column) -> {
              JsonNode cell = cell(row, places, column);
              if (isTold(cell)) {
                sum.add(count, column, number(cell));
              }
            });
    if (!options.counts().containsKey(Count.REQUESTS)) {
      sum.add(Count.REQUESTS, "count", "1");
    }
  }

  private static boolean isTold(JsonNode cell) {
    return !cell.isMissingNode() && !cell.isNull();
  }

  private static String number(JsonNode cell) {
    @Nullable String number = Json.decimalText(cell);
    return number == null ? cell.asText() : number;
  }

  private static String text(JsonNode row, Map<String, Integer> places, String column) {
    JsonNode cell = cell(row, places, column);
    return cell.isNull() ? "" : cell.asText();
  }

  private static JsonNode cell(JsonNode row, Map<String, Integer> places, String column) {
    return row.path(places.getOrDefault(column, Integer.MAX_VALUE));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
