// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what a provider's {@link Overlap}s are: works slots out anew and books what changed. What a
 * slot comes to follows from the records and from what is settled, not from how they came.
 */
final class Overlaps implements AutoCloseable {
  private static final String REPORTED =
      """
      select r.source_id, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id in (%s) and r.period_start >= :start and r.period_start < :until
        and r.cost_kind <> 'gone'
      """;

  private static final String BOOKED =
      """
      select o.*, %s from overlap o join dimension_set d on d.set_id = o.set_id
      where o.source_id in (%s) and o.start = :start
      """;

  private static final String BOOK =
      """
      insert into overlap (source_id, start, period_end, set_id, booked_at, units, %s)
      values (:source_id, :start, :until, :set_id, :now, :units, %s)
      on conflict (source_id, start, set_id) do update set
        booked_at = excluded.booked_at, units = excluded.units, %s
      """
          .formatted(
              Columns.list(Columns.SUMS),
              Columns.parameters(Columns.SUMS),
              Columns.SUMS.stream()
                  .map(column -> "%1$s = excluded.%1$s".formatted(column))
                  .collect(Collectors.joining(", ")));

  private static final String UNBOOK =
      """
      delete from overlap where source_id = :source_id and start = :start and set_id = :set_id
      """;

  private final Handle handle;
  private final DimensionSets sets;
  private final Residuals.Books books;
  private final Instant now;
  private final ProviderStack stack;
  private final MatchedModels models;
  private final AttributedSums attributed;
  private final Map<Long, Sources.Stored> byId = new HashMap<>();
  private final RowWriter book;
  private final RowWriter unbook;

  Overlaps(
      Handle handle,
      DimensionSets sets,
      Residuals.Books books,
      Instant now,
      ProviderStack stack,
      MatchedModels models) {
    this.handle = handle;
    this.sets = sets;
    this.books = books;
    this.now = now;
    this.stack = stack;
    this.models = models;
    this.attributed = new AttributedSums(handle, models, stack);
    stack.sources().forEach(stored -> byId.put(stored.id(), stored));
    this.book = new RowWriter(handle, BOOK);
    this.unbook = new RowWriter(handle, UNBOOK);
  }

  /** Works a slot out anew. */
  void book(long start) {
    Map<Overlap.Place, Measures> wanted = new HashMap<>();
    wanted(start).forEach((place, taken) -> wanted.put(place, taken.negated()));
    Map<Overlap.Place, Measures> booked = booked(start);
    Set<Overlap.Place> places = new HashSet<>(wanted.keySet());
    places.addAll(booked.keySet());
    ChargePeriod slot = ChargePeriod.ofEpochSeconds(start, start + stack.slotSeconds());
    for (Overlap.Place place : places) {
      Measures target = wanted.getOrDefault(place, Measures.NONE);
      Measures change = target.minus(booked.getOrDefault(place, Measures.NONE));
      if (!change.isNone()) {
        keep(place, slot, target);
        books.canonical(stored(place.sourceId()), slot, place.dimensions(), change.delta());
      }
    }
    book.flush();
    unbook.flush();
  }

  @Override
  public void close() {
    book.close();
    unbook.close();
  }

  private Map<Overlap.Place, Measures> wanted(long start) {
    Set<Dimension> match = stack.match();
    List<Overlap.Row> reported = reported(start, match);
    if (reported.isEmpty()) {
      return Map.of();
    }
    long seconds = stack.slotSeconds();
    Map<Dimensions, Measures> told = attributed.of(start, seconds, match);
    if (reported.stream().anyMatch(row -> !row.measures().unitMicros().isEmpty())) {
      attributed
          .units(start, seconds, match)
          .forEach((group, units) -> told.merge(group, units, Measures::plus));
    }
    return told.isEmpty() ? Map.of() : Overlap.of(reported, told, match, stack.settled(start));
  }

  private List<Overlap.Row> reported(long start, Set<Dimension> match) {
    Map<Overlap.Place, Overlap.Row> rows = new HashMap<>();
    handle
        .createQuery(
            REPORTED.formatted(
                Columns.list(Columns.CONTENT),
                Columns.list(Columns.DIMENSIONS),
                ProviderStack.ids(stack.polledDetail())))
        .bind("start", start)
        .bind("until", start + stack.slotSeconds())
        .map((row, context) -> row(row, match))
        .forEach(
            row ->
                rows.merge(
                    new Overlap.Place(row.sourceId(), row.dimensions()), row, Overlap.Row::plus));
    return new ArrayList<>(rows.values());
  }

  private Overlap.Row row(ResultSet row, Set<Dimension> match) throws SQLException {
    Content content = Columns.content(row);
    Dimensions dimensions = Columns.dimensions(row);
    return new Overlap.Row(
        row.getLong("source_id"),
        dimensions,
        models.group(stack.provider(), dimensions, match),
        Measures.of(content),
        content.costNanos() != null && !stored(row.getLong("source_id")).source().isInferred());
  }

  private Map<Overlap.Place, Measures> booked(long start) {
    Map<Overlap.Place, Measures> booked = new HashMap<>();
    String dimensions =
        Columns.DIMENSIONS.stream().map(column -> "d." + column).collect(Collectors.joining(", "));
    handle
        .createQuery(BOOKED.formatted(dimensions, ProviderStack.ids(stack.sources())))
        .bind("start", start)
        .map(
            (row, context) ->
                Map.entry(
                    new Overlap.Place(row.getLong("source_id"), Columns.dimensions(row)),
                    Measures.ofSums(row)
                        .plus(Measures.ofUnits(JsonText.counts(row.getString("units"))))))
        .forEach(entry -> booked.put(entry.getKey(), entry.getValue()));
    return booked;
  }

  private void keep(Overlap.Place place, ChargePeriod slot, Measures target) {
    long setId = sets.id(place.dimensions());
    long start = slot.start().getEpochSecond();
    if (target.isNone()) {
      unbook.bind("source_id", place.sourceId()).bind("start", start).bind("set_id", setId).add();
      return;
    }
    book.bind("source_id", place.sourceId())
        .bind("start", start)
        .bind("until", slot.end().getEpochSecond())
        .bind("set_id", setId)
        .bind("now", now.getEpochSecond())
        .bind("units", JsonText.of(target.unitMicros()));
    Columns.SUMS.forEach(column -> book.bind(column, target.get(column)));
    book.add();
  }

  private Sources.Stored stored(long id) {
    return Stream.ofNullable(byId.get(id)).findFirst().orElseThrow();
  }
}
