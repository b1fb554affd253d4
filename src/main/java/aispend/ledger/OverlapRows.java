// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What overlaps are booked at: the rows of {@code overlap}, within one transaction. */
final class OverlapRows implements AutoCloseable {
  /** Amounts as they are booked, so negative; by sources' ids and a stretch of slots' starts. */
  private static final String BOOKED =
      """
      select o.*, %s from overlap o join dimension_set d on d.set_id = o.set_id
      where o.source_id in (%s) and o.start >= :start and o.start < :until
      """;

  private static final String OF_HOURS =
      """
      select o.* from overlap o
      where o.source_id = :source_id and o.start >= :start and o.start < :until
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
      "delete from overlap where source_id = :source_id and start = :start and set_id = :set_id";

  private static final String CLEAR =
      "delete from overlap where source_id in (%s) and start >= :start and start < :until";

  /** What one combination of dimensions is booked at. */
  private record Booked(Measures measures, long at) {
    Booked plus(Booked other) {
      return new Booked(measures.plus(other.measures), Math.max(at, other.at));
    }
  }

  private final Handle handle;
  private final RowWriter book;
  private final RowWriter unbook;

  OverlapRows(Handle handle) {
    this.handle = handle;
    this.book = new RowWriter(handle, BOOK);
    this.unbook = new RowWriter(handle, UNBOOK);
  }

  /**
   * What is booked in a slot, also by the hours of a day that is one slot now.
   *
   * @param recut whether some of it is booked in other stretches than the slot
   */
  record InSlot(Map<Overlap.Place, Measures> booked, boolean recut) {}

  InSlot of(String sourceIds, ChargePeriod slot) {
    Map<Overlap.Place, Measures> booked = new HashMap<>();
    AtomicBoolean recut = new AtomicBoolean();
    String dimensions =
        Columns.DIMENSIONS.stream().map(column -> "d." + column).collect(Collectors.joining(", "));
    handle
        .createQuery(BOOKED.formatted(dimensions, sourceIds))
        .bind("start", slot.start().getEpochSecond())
        .bind("until", slot.end().getEpochSecond())
        .map(
            (row, context) -> {
              ChargePeriod in =
                  ChargePeriod.ofEpochSeconds(row.getLong("start"), row.getLong("period_end"));
              recut.compareAndSet(false, !in.equals(slot));
              return Map.entry(
                  new Overlap.Place(row.getLong("source_id"), Columns.dimensions(row)),
                  measures(row));
            })
        .forEach(entry -> booked.merge(entry.getKey(), entry.getValue(), Measures::plus));
    return new InSlot(booked, recut.get());
  }

  void put(long sourceId, ChargePeriod slot, long setId, Measures amount, long now) {
    book.bind("source_id", sourceId)
        .bind("start", slot.start().getEpochSecond())
        .bind("until", slot.end().getEpochSecond())
        .bind("set_id", setId)
        .bind("now", now)
        .bind("units", JsonText.of(amount.unitMicros()));
    Columns.SUMS.forEach(column -> book.bind(column, amount.get(column)));
    book.add();
  }

  void remove(long sourceId, ChargePeriod slot, long setId) {
    unbook
        .bind("source_id", sourceId)
        .bind("start", slot.start().getEpochSecond())
        .bind("set_id", setId)
        .add();
  }

  /** Removes all that some sources have in a slot. */
  int clear(String sourceIds, ChargePeriod slot) {
    return handle
        .createUpdate(CLEAR.formatted(sourceIds))
        .bind("start", slot.start().getEpochSecond())
        .bind("until", slot.end().getEpochSecond())
        .execute();
  }

  /**
   * Puts the hours of a day together; what they come to stays.
   *
   * @return how many rows fewer there are
   */
  int join(long sourceId, ChargePeriod day) {
    Map<Long, Booked> booked = new HashMap<>();
    handle
        .createQuery(OF_HOURS)
        .bind("source_id", sourceId)
        .bind("start", day.start().getEpochSecond())
        .bind("until", day.end().getEpochSecond())
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("set_id"), new Booked(measures(row), row.getLong("booked_at"))))
        .forEach(entry -> booked.merge(entry.getKey(), entry.getValue(), Booked::plus));
    if (booked.isEmpty()) {
      return 0;
    }
    int before = clear(Long.toString(sourceId), day);
    booked.values().removeIf(one -> one.measures().isNone());
    booked.forEach((setId, one) -> put(sourceId, day, setId, one.measures(), one.at()));
    flush();
    return before - booked.size();
  }

  void flush() {
    book.flush();
    unbook.flush();
  }

  @Override
  public void close() {
    book.close();
    unbook.close();
  }

  private static Measures measures(ResultSet row) throws SQLException {
    return Measures.ofSums(row).plus(Measures.ofUnits(JsonText.counts(row.getString("units"))));
  }
}
