// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.export.CsvText;
import aispend.insight.Cause;
import aispend.insight.DayReconciliation;
import aispend.insight.DayReconciliations;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.TokenType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows behind each difference, for an audit: what each source reported of a day and model where
 * layers differ, by all dimensions that matter. As CSV (RFC 4180, with a heading) or as one JSON
 * object a line. Read from records, within their retention. Any thread may ask.
 */
final class ReconciliationRows {
  private static final IntegerParameter DAYS =
      new IntegerParameter("days", 1, 31, 7, "UTC days, the running one included.");
  private static final TextParameter FORMAT =
      TextParameter.oneOf("format", "What the rows are written as.", List.of("csv", "ndjson"));
  private static final Parameters PARAMETERS =
      new Parameters(List.of(DAYS), List.of(FORMAT), Set.of(), false);

  private static final List<Dimension> SPLIT =
      List.of(
          Dimension.PROJECT,
          Dimension.MODEL,
          Dimension.KEY,
          Dimension.USER,
          Dimension.FEATURE,
          Dimension.TEAM,
          Dimension.TIER,
          Dimension.CONTEXT,
          Dimension.OPERATION,
          Dimension.LINE_ITEM);

  private static final List<String> COLUMNS = columns();

  private record Place(String provider, LocalDate day, String model) {}

  private final LedgerReader ledger;
  private final Clock clock;

  ReconciliationRows(LedgerReader ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  FileEndpoint endpoint() {
    return new FileEndpoint(
        Reconciled.PATH + "/rows",
        "The rows behind each difference between layers, newest first, as a file.",
        PARAMETERS,
        List.of("text/csv", "application/x-ndjson"),
        this::download);
  }

  private Download download(Question asked) throws ApiException {
    String format = asked.text(FORMAT);
    if (format != null && !format.equals("csv") && !format.equals("ndjson")) {
      throw ApiException.badParameter(
          FORMAT.name(), "is '" + Text.cut(format) + "'", "csv, ndjson");
    }
    List<Map<String, Object>> rows = rows(Periods.days(clock.instant(), asked.number(DAYS)));
    return "ndjson".equals(format) ? lines(rows) : table(rows);
  }

  private List<Map<String, Object>> rows(ChargePeriod period) {
    Map<Place, DayReconciliation> differing = new HashMap<>();
    for (DayReconciliation one : new DayReconciliations(ledger).of(period)) {
      if (one.widest().filter(gap -> gap.difference().nanos() != 0).isPresent()) {
        differing.put(new Place(one.provider(), one.day(), one.model()), one);
      }
    }
    return ledger.sources().stream()
        .flatMap(state -> reported(state, period, differing).stream())
        .sorted(
            Comparator.comparing((Map<String, Object> row) -> String.valueOf(row.get("date")))
                .reversed()
                .thenComparing(row -> String.valueOf(row.get("provider")))
                .thenComparing(row -> String.valueOf(row.get("matched_model"))))
        .toList();
  }

  private List<Map<String, Object>> reported(
      SourceState state, ChargePeriod period, Map<Place, DayReconciliation> differing) {
    String provider = state.source().provider();
    if (differing.keySet().stream().noneMatch(place -> place.provider().equals(provider))) {
      return List.of();
    }
    SumQuery query =
        SumQuery.total(period, SPLIT.toArray(new Dimension[0]))
            .each(SumQuery.Granularity.DAY)
            .ofSource(state.source().name());
    return ledger.sums(query).stream()
        .flatMap(
            row -> {
              LocalDate day = LocalDate.ofInstant(Spending.bucketOf(row), ZoneOffset.UTC);
              String model = ledger.matchedModel(provider, row.key().get(Dimension.MODEL));
              // Where a bill names no models, its rows and all models' are behind one difference.
              return Stream.of(model, "")
                  .distinct()
                  .map(name -> differing.get(new Place(provider, day, name)))
                  .filter(Objects::nonNull)
                  .filter(one -> one.layers().containsKey(state.source().layer()))
                  .filter(one -> one.model().equals(model) || isOfAllModels(one))
                  .map(one -> row(one, state, row));
            })
        .toList();
  }

  private static boolean isOfAllModels(DayReconciliation one) {
    return one.model().isEmpty() && one.layers().containsKey(Layer.BILLED);
  }

  private static Map<String, Object> row(DayReconciliation one, SourceState state, SumRow sum) {
    DayReconciliation.Gap widest = one.widest().orElseThrow();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("date", one.day());
    row.put("provider", one.provider());
    row.put("matched_model", one.model());
    row.put("compared", Reconciled.compared(widest));
    row.put("difference_usd", widest.difference());
    row.put("cause", widest.cause().map(Cause::code).orElse(""));
    row.put("layer", state.source().layer().code());
    row.put("source", state.source().name());
    SPLIT.forEach(dimension -> row.put(dimension.code(), sum.key().get(dimension)));
    row.put("cost_usd", sum.cost());
    row.put("requests", sum.requests());
    for (TokenType type : TokenType.values()) {
      row.put(type.code() + "_tokens", sum.tokens().of(type));
    }
    row.put("unpriced_tokens", sum.unpricedTokens());
    return row;
  }

  private static List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "date",
                "provider",
                "matched_model",
                "compared",
                "difference_usd",
                "cause",
                "layer",
                "source"));
    SPLIT.forEach(dimension -> columns.add(dimension.code()));
    columns.add("cost_usd");
    columns.add("requests");
    for (TokenType type : TokenType.values()) {
      columns.add(type.code() + "_tokens");
    }
    columns.add("unpriced_tokens");
    return List.copyOf(columns);
  }

  private static Download lines(List<Map<String, Object>> rows) {
    return new Download(
        "application/x-ndjson",
        "aispend-reconciliation.ndjson",
        out -> {
          for (Map<String, Object> row : rows) {
            out.write(ApiJson.write(row));
            out.write('\n');
          }
        });
  }

  private static Download table(List<Map<String, Object>> rows) {
    return new Download(
        "text/csv; charset=utf-8",
        "aispend-reconciliation.csv",
        out -> {
          write(COLUMNS, out);
          for (Map<String, Object> row : rows) {
            write(COLUMNS.stream().map(row::get).toList(), out);
          }
        });
  }

  private static void write(List<?> cells, OutputStream out) throws IOException {
    out.write(CsvText.line(cells).getBytes(StandardCharsets.UTF_8));
  }
}
