// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.ClosedMonths.Stored;
import aispend.ledger.ClosedRows.Kept;
import aispend.ledger.ClosedRows.Place;
import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The days of one closed month: what is booked of them against what the ledger says now. Within one
 * transaction.
 */
final class ClosedDays {
  private static final String COMPARED =
      """
      insert into closed_day (close_id, day, compared_at) values (:close, :day, :at)
      on conflict (close_id, day) do update set compared_at = excluded.compared_at
      """;

  private static final String LONGEST_AGO =
      """
      select day from closed_day where close_id = :close and compared_at < :before
      order by compared_at, day limit 1
      """;

  private final Handle handle;
  private final Stored month;
  private final ClosedRows rows;
  private final DisplayNames names;
  private final Settlement settlement;

  ClosedDays(Handle handle, Stored month) {
    this.handle = handle;
    this.month = month;
    this.rows = new ClosedRows(handle, month.id());
    this.names = DisplayNames.read(handle);
    this.settlement =
        new Settlement(Sources.all(handle).stream().map(Sources.Stored::state).toList());
  }

  /** Writes down what the ledger says of a day, in place of what was written down of it before. */
  void freeze(ChargePeriod day, Instant now) {
    rows.forget(day.start());
    rows.add(kept(day, live(day), null));
    compared(day.start(), now);
  }

  /** The days whose sums by provider are not what is booked. */
  Set<Instant> changed() {
    Map<Place, SumTotal> differences = rows.sums();
    differences.replaceAll((place, total) -> total.negated());
    live(byProvider().within(month.where()))
        .forEach((place, total) -> differences.merge(place, total, SumTotal::plus));
    Set<Instant> days = new TreeSet<>();
    differences.forEach(
        (place, total) -> {
          if (!total.isZero()) {
            days.add(place.day());
          }
        });
    return days;
  }

  /** Whether {@link #changed} reads all records of the month. */
  boolean isReadFromRecords() {
    return !SumReader.isOfSums(byProvider().within(month.where()));
  }

  /** What everybody spent in the month, by day and provider. */
  Map<Place, SumTotal> ofEverybody() {
    return live(byProvider());
  }

  private SumQuery byProvider() {
    return SumQuery.total(month.period(), Dimension.PROVIDER).each(Granularity.DAY);
  }

  private Map<Place, SumTotal> live(SumQuery query) {
    Map<Place, SumTotal> live = new HashMap<>();
    for (SumRow row : SumReader.read(handle, query)) {
      Place place =
          new Place(Objects.requireNonNull(row.bucket()), row.key().get(Dimension.PROVIDER));
      live.merge(place, SumTotal.of(row), SumTotal::plus);
    }
    return live;
  }

  /** A day that was not compared in full for a day; empty when there is none. */
  Set<Instant> due(Instant now) {
    return Set.copyOf(
        handle
            .createQuery(LONGEST_AGO)
            .bind("close", month.id())
            .bind("before", now.minus(ClosedRows.DAY).getEpochSecond())
            .map((row, context) -> Instant.ofEpochSecond(row.getLong("day")))
            .list());
  }

  /** What is to be added to what is booked of a day, known at an instant. */
  List<Kept> difference(Instant start, Instant knownAt) {
    ChargePeriod day = new ChargePeriod(start, start.plus(ClosedRows.DAY));
    Map<Dimensions, SumTotal> difference = live(day);
    rows.booked(start)
        .forEach((ids, total) -> difference.merge(ids, total.negated(), SumTotal::plus));
    difference.values().removeIf(SumTotal::isZero);
    return kept(day, difference, knownAt);
  }

  /** Books what changed in a day, and tells how many rows that are. */
  int book(Instant day, Instant knownAt, Instant now) {
    List<Kept> difference = difference(day, knownAt);
    rows.add(difference);
    compared(day, now);
    return difference.size();
  }

  private Map<Dimensions, SumTotal> live(ChargePeriod day) {
    DimensionFilter own = new DimensionFilter(month.where(), names);
    Map<Dimensions, SumTotal> live = new HashMap<>();
    new SumRows(handle, SumQuery.total(day))
        .ofRecords(
            (ids, bucket, total) -> {
              if (own.test(ids)) {
                live.merge(ids, total, SumTotal::plus);
              }
            });
    live.values().removeIf(SumTotal::isZero);
    return live;
  }

  private List<Kept> kept(
      ChargePeriod day, Map<Dimensions, SumTotal> totals, @Nullable Instant knownAt) {
    List<Kept> kept = new ArrayList<>();
    totals.forEach(
        (ids, total) -> {
          boolean settled = settlement.reaches(ids.get(Dimension.PROVIDER), day.end());
          kept.add(new Kept(ids, new BookedRow(day, shown(ids), total, settled, knownAt)));
        });
    return kept;
  }

  private Dimensions shown(Dimensions ids) {
    String provider = ids.get(Dimension.PROVIDER);
    Map<Dimension, String> shown = new EnumMap<>(Dimension.class);
    for (Dimension dimension : ids.values().keySet()) {
      shown.put(dimension, names.name(provider, dimension, ids));
    }
    return new Dimensions(shown);
  }

  private void compared(Instant day, Instant now) {
    handle
        .createUpdate(COMPARED)
        .bind("close", month.id())
        .bind("day", day.getEpochSecond())
        .bind("at", now.getEpochSecond())
        .execute();
  }
}
