// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** How long the calls of one transaction's events took, on its way into the hourly counts. */
final class LatencyRollup {
  private static final String KEPT =
      """
      select latency, first_token from latency_hour
      where hour = :hour and source_id = :source_id and project = :project and model = :model
      """;

  private static final String PUT =
      """
      insert into latency_hour (hour, source_id, project, model, latency, first_token)
      values (:hour, :source_id, :project, :model, :latency, :first_token)
      on conflict (hour, source_id, project, model) do update set
        latency = excluded.latency, first_token = excluded.first_token
      """;

  /** The source's label is what stands before the at. */
  private static final String READ =
      """
      select s.name, s.provider, l.project, l.model, l.latency, l.first_token
      from latency_hour l join source s on s.source_id = l.source_id
      where l.hour >= :from and l.hour < :until
      """;

  private record Place(long hour, long sourceId, String project, String model) {}

  private record Counted(LatencyCounts latency, LatencyCounts firstToken) {
    Counted() {
      this(new LatencyCounts(), new LatencyCounts());
    }
  }

  private final Map<Place, Counted> changes = new LinkedHashMap<>();

  /** Counts a call that told how long it took. */
  void add(Event event, long sourceId) {
    Long latency = event.timing().latencyMillis();
    Long firstToken = event.timing().firstTokenMillis();
    if (latency == null && firstToken == null) {
      return;
    }
    Dimensions dimensions = event.usage().dimensions();
    Place place =
        new Place(
            event.usage().period().start().getEpochSecond(),
            sourceId,
            dimensions.get(Dimension.PROJECT),
            dimensions.get(Dimension.MODEL));
    Counted counted = changes.computeIfAbsent(place, none -> new Counted());
    if (latency != null) {
      counted.latency().add(latency);
    }
    if (firstToken != null) {
      counted.firstToken().add(firstToken);
    }
  }

  void flush(Handle handle) {
    if (changes.isEmpty()) {
      return;
    }
    try (RowWriter put = new RowWriter(handle, PUT)) {
      changes.forEach(
          (place, counted) -> {
            addKept(handle, place, counted);
            put.bind("hour", place.hour())
                .bind("source_id", place.sourceId())
                .bind("project", place.project())
                .bind("model", place.model())
                .bind("latency", counted.latency().text())
                .bind("first_token", counted.firstToken().text())
                .add();
          });
      put.flush();
    }
    changes.clear();
  }

  private static void addKept(Handle handle, Place place, Counted counted) {
    handle
        .createQuery(KEPT)
        .bind("hour", place.hour())
        .bind("source_id", place.sourceId())
        .bind("project", place.project())
        .bind("model", place.model())
        .map(
            (row, context) -> {
              counted.latency().addAll(row.getString("latency"));
              counted.firstToken().addAll(row.getString("first_token"));
              return true;
            })
        .list();
  }

  /** One row for each provider and model with a call that told how long it took. */
  static List<LedgerReader.Latencies> read(Handle handle, LatencyQuery query) {
    DimensionFilter filter = new DimensionFilter(query.where(), DisplayNames.read(handle));
    ChargePeriod period = query.period();
    Map<Dimensions, Counted> counts = new HashMap<>();
    handle
        .createQuery(READ)
        .bind("from", period.start().getEpochSecond())
        .bind("until", period.end().getEpochSecond())
        .reduceRows(counts, (into, row) -> add(into, row, query, filter));
    return counts.entrySet().stream()
        .map(
            entry ->
                new LedgerReader.Latencies(
                    entry.getKey().get(Dimension.PROVIDER),
                    entry.getKey().get(Dimension.MODEL),
                    entry.getValue().latency(),
                    entry.getValue().firstToken()))
        .toList();
  }

  private static Map<Dimensions, Counted> add(
      Map<Dimensions, Counted> into, RowView row, LatencyQuery query, DimensionFilter filter) {
    Dimensions model =
        Dimensions.of(Dimension.PROVIDER, text(row, "provider"))
            .with(Dimension.MODEL, text(row, "model"));
    boolean wanted =
        query.ofSource(text(row, "name"))
            && filter.test(model.with(Dimension.PROJECT, text(row, "project")));
    if (wanted) {
      Counted counted = into.computeIfAbsent(model, none -> new Counted());
      counted.latency().addAll(text(row, "latency"));
      counted.firstToken().addAll(text(row, "first_token"));
    }
    return into;
  }

  private static String text(RowView row, String column) {
    return row.getColumn(column, String.class);
  }
}
