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

  private final Handle handle;
  private final DimensionSets sets;
  private final Residuals.Books books;
  private final Instant now;
  private final ProviderStack stack;
  private final MatchedModels models;
  private final AttributedSums attributed;
  private final Map<Long, Sources.Stored> byId = new HashMap<>();
  private final Slots slots;
  private final OverlapRows rows;

  Overlaps(
      Handle handle,
      DimensionSets sets,
      Residuals.Books books,
      Instant now,
      ProviderStack stack,
      Slots slots,
      MatchedModels models) {
    this.handle = handle;
    this.sets = sets;
    this.books = books;
    this.now = now;
    this.stack = stack;
    this.slots = slots;
    this.models = models;
    this.attributed = new AttributedSums(handle, models, stack);
    stack.sources().forEach(stored -> byId.put(stored.id(), stored));
    this.rows = new OverlapRows(handle);
  }

  /** Works the slot of an instant out anew. */
  void book(long epochSecond) {
    ChargePeriod slot = slots.at(epochSecond);
    Map<Overlap.Place, Measures> wanted = new HashMap<>();
    wanted(slot).forEach((place, taken) -> wanted.put(place, taken.negated()));
    String ids = ProviderStack.ids(stack.sources());
    OverlapRows.InSlot kept = rows.of(ids, slot);
    if (kept.recut()) {
      rows.clear(ids, slot);
    }
    Map<Overlap.Place, Measures> booked = kept.booked();
    Set<Overlap.Place> places = new HashSet<>(wanted.keySet());
    places.addAll(booked.keySet());
    for (Overlap.Place place : places) {
      Measures target = wanted.getOrDefault(place, Measures.NONE);
      Measures change = target.minus(booked.getOrDefault(place, Measures.NONE));
      if (kept.recut() || !change.isNone()) {
        keep(place, slot, target);
      }
      if (!change.isNone()) {
        books.canonical(stored(place.sourceId()), slot, place.dimensions(), change.delta());
      }
    }
    rows.flush();
  }

  @Override
  public void close() {
    rows.close();
  }

  private Map<Overlap.Place, Measures> wanted(ChargePeriod slot) {
    Set<Dimension> match = stack.match();
    List<Overlap.Row> reported = reported(slot, match);
    if (reported.isEmpty()) {
      return Map.of();
    }
    Map<Dimensions, Measures> told = attributed.of(slot, match);
    if (reported.stream().anyMatch(row -> !row.measures().unitMicros().isEmpty())) {
      attributed
          .units(slot, match)
          .forEach((group, units) -> told.merge(group, units, Measures::plus));
    }
    return told.isEmpty() ? Map.of() : Overlap.of(reported, told, match, stack.settled(slot));
  }

  private List<Overlap.Row> reported(ChargePeriod slot, Set<Dimension> match) {
    Map<Overlap.Place, Overlap.Row> rows = new HashMap<>();
    handle
        .createQuery(
            REPORTED.formatted(
                Columns.list(Columns.CONTENT),
                Columns.list(Columns.DIMENSIONS),
                ProviderStack.ids(stack.polledDetail())))
        .bind("start", slot.start().getEpochSecond())
        .bind("until", slot.end().getEpochSecond())
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

  private void keep(Overlap.Place place, ChargePeriod slot, Measures target) {
    long setId = sets.id(place.dimensions());
    if (target.isNone()) {
      rows.remove(place.sourceId(), slot, setId);
    } else {
      rows.put(place.sourceId(), slot, setId, target, now.getEpochSecond());
    }
  }

  private Sources.Stored stored(long id) {
    return Stream.ofNullable(byId.get(id)).findFirst().orElseThrow();
  }
}
