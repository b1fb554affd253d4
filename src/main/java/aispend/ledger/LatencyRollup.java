// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** How long the calls of one transaction's events took, on its way into the hourly counts. */
final class LatencyRollup {
  private static final String KEPT =
      """
      select latency, first_token from latency_hour
      where hour = ? and source_id = ? and project = ? and model = ?
      """;

  private static final String PUT =
      """
      insert into latency_hour (hour, source_id, project, model, latency, first_token)
      values (:hour, :source_id, :project, :model, :latency, :first_token)
      on conflict (hour, source_id, project, model) do update set
        latency = excluded.latency, first_token = excluded.first_token
      """;

  /** A source's label is what stands before the at. */
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

    Counted plus(ResultSet row) throws SQLException {
      latency.addAll(row.getString("latency"));
      firstToken.addAll(row.getString("first_token"));
      return this;
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

  /** Counts calls of one hour that were counted elsewhere. */
  void add(HourTotal total, long sourceId) {
    HourTotal.Amounts amounts = total.amounts();
    if (amounts.latency().isEmpty() && amounts.firstToken().isEmpty()) {
      return;
    }
    Dimensions dimensions = total.place().dimensions();
    Place place =
        new Place(
            total.place().hour().getEpochSecond(),
            sourceId,
            dimensions.get(Dimension.PROJECT),
            dimensions.get(Dimension.MODEL));
    Counted counted = changes.computeIfAbsent(place, none -> new Counted());
    counted.latency().addAll(amounts.latency());
    counted.firstToken().addAll(amounts.firstToken());
  }

  void flush(Handle handle) {
    if (changes.isEmpty()) {
      return;
    }
    try (Lookup kept = new Lookup(handle, KEPT);
        RowWriter put = new RowWriter(handle, PUT)) {
      changes.forEach(
          (place, counted) -> {
            kept.find(
                counted::plus, place.hour(), place.sourceId(), place.project(), place.model());
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

  /** One row for each provider and model with a call that told how long it took. */
  static List<LedgerReader.Latencies> read(Handle handle, LatencyQuery query) {
    DisplayNames names = DisplayNames.read(handle);
    Predicate<Dimensions> filter =
        new DimensionFilter(query.where(), names).and(new DimensionFilter(query.within(), names));
    Map<Dimensions, Counted> counts = new HashMap<>();
    try (ResultIterator<Boolean> rows =
        handle
            .createQuery(READ)
            .bind("from", query.period().start().getEpochSecond())
            .bind("until", query.period().end().getEpochSecond())
            .map((row, context) -> add(counts, row, query, filter))
            .iterator()) {
      while (rows.hasNext()) {
        rows.next();
      }
    }
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

  private static boolean add(
      Map<Dimensions, Counted> into,
      ResultSet row,
      LatencyQuery query,
      Predicate<Dimensions> filter)
      throws SQLException {
    Dimensions model =
        Dimensions.of(Dimension.PROVIDER, row.getString("provider"))
            .with(Dimension.MODEL, row.getString("model"));
    boolean wanted =
        query.ofSource(row.getString("name"))
            && filter.test(model.with(Dimension.PROJECT, row.getString("project")));
    if (wanted) {
      into.computeIfAbsent(model, none -> new Counted()).plus(row);
    }
    return wanted;
  }
}
