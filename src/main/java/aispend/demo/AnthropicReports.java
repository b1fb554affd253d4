// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Anthropic's bucketed reports: messages usage, and costs. */
final class AnthropicReports {
  private static final List<String> USAGE_GROUPINGS =
      List.of(
          "api_key_id",
          "workspace_id",
          "model",
          "service_tier",
          "context_window",
          "inference_geo",
          "speed",
          "account_id",
          "service_account_id");

  private static final int MOST_GROUPINGS = 5;
  private static final String SPEED_BETA = "fast-mode-2026-02-01";

  /** What comes with the description when costs are grouped by it. */
  private static final List<String> COST_FIELDS =
      List.of(
          "cost_type",
          "description",
          "model",
          "token_type",
          "service_tier",
          "context_window",
          "inference_geo",
          "workspace_id");

  private static final Set<String> COMMON =
      Set.of("starting_at", "ending_at", "bucket_width", "limit", "page", "group_by");

  private static final int CENT_DIGITS = 2;

  /** Cents below a nano in any sum of a day. */
  private static final BigDecimal BINARY_TAIL = new BigDecimal("0.000000000000004");

  private final Timeline timeline;
  private final Told told;
  private final Bill bill;

  AnthropicReports(Timeline timeline, Told told, Bill bill) {
    this.timeline = timeline;
    this.told = told;
    this.bill = bill;
  }

  ObjectNode usage(Request request) throws Refusal {
    Map<String, String> filters = filters();
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(filters.keySet());
    request.allowOnly(known);
    List<String> groupBy = request.groupBy(USAGE_GROUPINGS);
    if (groupBy.size() > MOST_GROUPINGS) {
      throw Refusal.badRequest("Cannot specify more than 5 group_by[] dimensions.", "group_by");
    }
    requireBeta(request, groupBy);
    Width width = Width.of(request, Set.of("1m", "1h", "1d"));
    int limit = request.integer("limit", width.defaultLimit(), 1, width.maxLimit());
    Page page = page(request, width.duration(), limit);
    Knowledge knowledge = timeline.knowledge();
    ArrayNode data = Json.NODES.arrayNode();
    for (ChargePeriod bucket : page.buckets()) {
      List<Cell> cells = told.cells(Vendor.ANTHROPIC, bucket, knowledge);
      cells.removeIf(cell -> !passes(request, filters, cell));
      ArrayNode results = addBucket(data, bucket);
      Grouping.use(cells, groupBy).forEach(use -> results.add(usageRow(use)));
    }
    return AnthropicProtocol.page(data, page.next());
  }

  ObjectNode costs(Request request) throws Refusal {
    request.allowOnly(COMMON);
    List<String> groupBy = request.groupBy(List.of("workspace_id", "description"));
    Width width = Width.of(request, Set.of("1d"));
    Page page = page(request, width.duration(), request.integer("limit", 7, 1, 31));
    List<String> fields =
        COST_FIELDS.stream()
            .filter(field -> groupBy.contains(field.equals("workspace_id") ? field : "description"))
            .toList();
    Knowledge knowledge = timeline.knowledge();
    ArrayNode data = Json.NODES.arrayNode();
    for (ChargePeriod bucket : page.buckets()) {
      ArrayNode results = addBucket(data, bucket);
      Grouping.money(bill.charges(bucket, knowledge), fields)
          .forEach(money -> results.add(costRow(bucket, money)));
    }
    return AnthropicProtocol.page(data, page.next());
  }

  /** Buckets start at or after the snapped start and end by the end, or run now without one. */
  private Page page(Request request, Duration width, int limit) throws Refusal {
    if (request.value("starting_at") == null) {
      throw Refusal.badRequest("starting_at: Field required", "starting_at");
    }
    Instant start = time(request, "starting_at");
    Instant end = timeline.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    if (request.value("ending_at") != null) {
      Instant wanted = time(request, "ending_at");
      if (!wanted.isAfter(start)) {
        throw Refusal.badRequest("ending_at: must be after starting_at", "ending_at");
      }
      Instant whole = Page.floor(wanted, width);
      end = whole.isBefore(end) ? whole : end;
    }
    return Page.cut(request, start, end, width, limit);
  }

  private static Instant time(Request request, String name) throws Refusal {
    String text = request.value(name) + "";
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Refusal.badRequest(name + ": Input should be a valid RFC 3339 datetime", name);
    }
  }

  private static void requireBeta(Request request, List<String> groupBy) throws Refusal {
    String beta = request.header("anthropic-beta") + "";
    boolean speed = groupBy.contains("speed") || !request.values("speeds").isEmpty();
    if (speed && !beta.contains(SPEED_BETA)) {
      throw Refusal.badRequest("speed requires anthropic-beta: " + SPEED_BETA, "group_by");
    }
  }

  private static Map<String, String> filters() {
    Map<String, String> filters = new TreeMap<>();
    for (String field : USAGE_GROUPINGS) {
      filters.put(field.equals("context_window") ? field : field + "s", field);
    }
    return filters;
  }

  private static boolean passes(Request request, Map<String, String> filters, Cell cell) {
    for (Map.Entry<String, String> filter : filters.entrySet()) {
      List<String> wanted = request.values(filter.getKey());
      if (!wanted.isEmpty() && !wanted.contains(cell.field(filter.getValue()) + "")) {
        return false;
      }
    }
    return true;
  }

  private static ArrayNode addBucket(ArrayNode data, ChargePeriod bucket) {
    return data.addObject()
        .put("starting_at", bucket.start().toString())
        .put("ending_at", bucket.end().toString())
        .putArray("results");
  }

  private static ObjectNode usageRow(Grouping.Use use) {
    Quantities quantities = use.quantities();
    ObjectNode row = Json.object().put("uncached_input_tokens", quantities.of(Quantity.INPUT));
    row.putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", quantities.of(Quantity.CACHE_WRITE))
        .put("ephemeral_1h_input_tokens", quantities.of(Quantity.CACHE_WRITE_LONG));
    row.put("cache_read_input_tokens", quantities.of(Quantity.CACHE_READ));
    row.put("output_tokens", quantities.of(Quantity.OUTPUT));
    row.putObject("server_tool_use").put("web_search_requests", quantities.of(Quantity.SEARCHES));
    Json.putAll(row, USAGE_GROUPINGS, use.fields());
    return row;
  }

  private static ObjectNode costRow(ChargePeriod bucket, Grouping.Money money) {
    BigDecimal cents = money.dollars().movePointRight(CENT_DIGITS).stripTrailingZeros();
    if (Dice.upTo(9, bucket.start().getEpochSecond(), money.fields().hashCode()) == 0) {
      cents = cents.add(BINARY_TAIL);
    }
    ObjectNode row = Json.object().put("amount", cents.toPlainString()).put("currency", "USD");
    Json.putAll(row, COST_FIELDS, money.fields());
    return row;
  }
}
