// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** OpenAI's bucketed reports: usage by endpoint, and costs. */
final class OpenAiReports {
  private static final List<String> COST_GROUPINGS =
      List.of("project_id", "line_item", "api_key_id", "user_id", "api_source");

  private static final Map<String, String> COST_FILTERS =
      Map.of("project_ids", "project_id", "api_key_ids", "api_key_id", "line_items", "line_item");

  private static final Set<String> COMMON =
      Set.of("start_time", "end_time", "bucket_width", "limit", "page", "group_by");

  /** Seconds of the year 2100, past which a time is a mistake (milliseconds, most often). */
  private static final long LAST_SECOND = 4_102_444_800L;

  /** Below a nano in any sum of a day: the tail that binary fractions leave behind. */
  private static final BigDecimal BINARY_TAIL = new BigDecimal("0.00000000000000004");

  private final Timeline timeline;
  private final Told told;
  private final Bill bill;

  OpenAiReports(Timeline timeline, Told told, Bill bill) {
    this.timeline = timeline;
    this.told = told;
    this.bill = bill;
  }

  ObjectNode usage(OpenAiUsage endpoint, Request request) throws Refusal {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(endpoint.filters().keySet());
    if (endpoint.groupings().contains("batch")) {
      known.add("batch");
    }
    request.allowOnly(known);
    List<String> groupBy = request.groupBy(endpoint.groupings());
    Width width = Width.of(request, Set.of("1m", "1h", "1d"));
    int limit = request.integer("limit", width.defaultLimit(), 1, width.maxLimit());
    Page page = page(request, width.duration(), limit);
    Knowledge knowledge = timeline.knowledge();
    ArrayNode data = Json.NODES.arrayNode();
    for (ChargePeriod bucket : page.buckets()) {
      List<Cell> cells = cells(endpoint, bucket, knowledge);
      cells.removeIf(cell -> !passes(request, endpoint.filters(), cell.fields()));
      cells.removeIf(cell -> !passesBatch(request, cell));
      ArrayNode results = addBucket(data, bucket);
      Grouping.use(cells, groupBy).forEach(use -> results.add(endpoint.row(use)));
    }
    return OpenAiProtocol.page(data, page.next());
  }

  ObjectNode costs(Request request) throws Refusal {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(COST_FILTERS.keySet());
    request.allowOnly(known);
    List<String> groupBy = request.groupBy(COST_GROUPINGS);
    refuseCombinations(groupBy, !request.values("project_ids").isEmpty());
    Width width = Width.of(request, Set.of("1d"));
    Page page = page(request, width.duration(), request.integer("limit", 7, 1, 180));
    Knowledge knowledge = timeline.knowledge();
    ArrayNode data = Json.NODES.arrayNode();
    for (ChargePeriod bucket : page.buckets()) {
      List<Charge> charges = bill.charges(bucket, knowledge);
      charges.removeIf(charge -> !passes(request, COST_FILTERS, charge.fields()));
      ArrayNode results = addBucket(data, bucket);
      for (Grouping.Money money : Grouping.money(charges, groupBy)) {
        results.add(costRow(bucket, money, groupBy.contains("line_item")));
      }
    }
    return OpenAiProtocol.page(data, page.next());
  }

  /** Storage is a level, so a bucket tells its last hour's and does not add hours up. */
  private List<Cell> cells(OpenAiUsage endpoint, ChargePeriod bucket, Knowledge knowledge) {
    List<Cell> cells = told.cells(Vendor.OPENAI, endpoint.path(), bucket, knowledge);
    if (endpoint == OpenAiUsage.VECTOR_STORES && !cells.isEmpty()) {
      Instant last = cells.get(cells.size() - 1).hour();
      cells.removeIf(cell -> !cell.hour().equals(last));
    }
    return cells;
  }

  private Page page(Request request, Duration width, int limit) throws Refusal {
    Instant end = timeline.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    if (request.value("start_time") == null) {
      throw Refusal.badRequest("Missing required parameter: 'start_time'.", "start_time");
    }
    Instant start = time(request, "start_time");
    if (request.value("end_time") != null) {
      Instant wanted = time(request, "end_time");
      if (!wanted.isAfter(start)) {
        throw Refusal.badRequest("'end_time' must be after 'start_time'.", "end_time");
      }
      end = wanted.isBefore(end) ? wanted : end;
    }
    return Page.cut(request, start, end, width, limit);
  }

  private static Instant time(Request request, String name) throws Refusal {
    String text = request.value(name);
    if (text == null || !text.matches("[0-9]{1,12}") || Long.parseLong(text) > LAST_SECOND) {
      throw Refusal.badRequest("Invalid '" + name + "': must be Unix seconds.", name);
    }
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  private static void refuseCombinations(List<String> groupBy, boolean byProject) throws Refusal {
    boolean user = groupBy.contains("user_id") && (byProject || groupBy.contains("project_id"));
    if (user || groupBy.containsAll(List.of("project_id", "line_item", "api_key_id"))) {
      throw Refusal.badRequest(
          "Grouping by " + groupBy + " is not supported for this organization.", "group_by");
    }
  }

  private static boolean passes(
      Request request, Map<String, String> filters, Map<String, String> fields) {
    return filters.entrySet().stream()
        .allMatch(
            filter -> {
              List<String> wanted = request.values(filter.getKey());
              return wanted.isEmpty()
                  || wanted.contains(fields.getOrDefault(filter.getValue(), ""));
            });
  }

  private static boolean passesBatch(Request request, Cell cell) {
    List<String> wanted = request.values("batch");
    return wanted.isEmpty() || wanted.contains(cell.field("batch") + "");
  }

  private static ArrayNode addBucket(ArrayNode data, ChargePeriod bucket) {
    return data.addObject()
        .put("object", "bucket")
        .put("start_time", bucket.start().getEpochSecond())
        .put("end_time", bucket.end().getEpochSecond())
        .put("start_time_iso", bucket.start().toString())
        .put("end_time_iso", bucket.end().toString())
        .putArray("results");
  }

  private static ObjectNode costRow(ChargePeriod bucket, Grouping.Money money, boolean byLine) {
    ObjectNode row = Json.object().put("object", "organization.costs.result");
    ObjectNode amount = row.putObject("amount");
    BigDecimal dollars = money.dollars().stripTrailingZeros();
    switch (Dice.upTo(9, bucket.start().getEpochSecond(), money.fields().hashCode())) {
      case 0 -> amount.put("value", dollars.toPlainString());
      case 1 -> amount.put("value", dollars.add(BINARY_TAIL));
      default -> amount.put("value", dollars);
    }
    amount.put("currency", "usd");
    Json.putAll(row, COST_GROUPINGS, money.fields());
    BigDecimal quantity = byLine ? money.quantity() : null;
    row.put("quantity", quantity == null ? null : quantity.setScale(1));
    row.put("quantity_unit", quantity == null ? null : money.unit());
    return row;
  }
}
