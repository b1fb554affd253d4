// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.ReportedCost;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one record of a day's shorter ones, source by source and day by day, so that old detail
 * takes a twentieth of the room and every total stays. Records whose cost is known are not put
 * together with those whose is not, which would make the known part unknown: such a day keeps them
 * as they are. How far each source is stands in the ledger, so a run that is cut off is gone on
 * with.
 */
final class Coarsening {
  private static final String UNTIL = "days_until:";

  private static final String FIRST =
      """
      select min(period_start) from record
      where source_id = :source_id and period_start >= :from and period_start < :bound
      """;

  private static final String OF_DAY =
      """
      select r.part, r.period_start, r.period_end, r.set_id, r.revision, r.first_seen,
        r.changed_at, %s
      from record r
      where r.source_id = :source_id and r.period_start >= :start and r.period_start < :until
        and r.period_end <= :until
      order by r.part, r.set_id
      """
          .formatted(Columns.list(Columns.CONTENT));

  private static final String REMOVE =
      """
      delete from record where source_id = :source_id and period_start = :start and part = :part
        and period_end = :until and set_id = :set_id
      """;

  private static final String INSERT =
      """
      insert into record (source_id, period_start, period_end, part, set_id, revision, first_seen,
        changed_at, %s)
      values (:source_id, :start, :until, :part, :set_id, :revision, :first_seen, :changed_at, %s)
      """
          .formatted(Columns.list(Columns.CONTENT), Columns.parameters(Columns.CONTENT));

  private record Row(
      String part,
      long setId,
      ChargePeriod period,
      long revision,
      long firstSeen,
      long changedAt,
      Content content) {
    boolean isOfSameThing(Row other) {
      return setId == other.setId && part.equals(other.part);
    }

    boolean isGone() {
      return content.kind().equals(Content.NOTHING.kind());
    }

    /** Whether nothing is lost when both are put together. */
    boolean adds(Row other) {
      return content.kind().equals(other.content.kind())
          && Objects.equals(currency(content), currency(other.content));
    }

    private static @Nullable String currency(Content content) {
      ReportedCost reported = content.reported();
      return reported == null ? null : reported.unit() + " " + reported.currency();
    }

    Row plus(Row other) {
      return new Row(
          part,
          setId,
          period,
          Math.max(revision, other.revision),
          Math.min(firstSeen, other.firstSeen),
          Math.max(changedAt, other.changedAt),
          content.plus(other.content));
    }
  }

  private final Handle handle;
  private final long bound;
  private final int piece;

  /**
   * Prepares a transaction.
   *
   * @param bound records that begin earlier are put together; the beginning of a UTC day
   * @param piece about so many records at most
   */
  Coarsening(Handle handle, long bound, int piece) {
    this.handle = handle;
    this.bound = bound;
    this.piece = piece;
  }

  /**
   * Goes on with the first source that is behind.
   *
   * @return how many rows were put together; 0 when no source is behind
   */
  int join() {
    for (Sources.Stored source : Sources.all(handle)) {
      if (source.source().bucket().toSeconds() < Slots.DAY) {
        int joined = join(source.id());
        if (joined > 0) {
          return joined;
        }
      }
    }
    return 0;
  }

  private int join(long sourceId) {
    long from = Meta.instant(handle, UNTIL + sourceId).getEpochSecond();
    int joined = 0;
    while (from < bound && joined == 0) {
      Optional<Long> first = first(sourceId, from);
      if (first.isEmpty()) {
        from = bound;
      } else {
        ChargePeriod day = ChargePeriod.dayOf(Instant.ofEpochSecond(first.get()));
        joined = joinDay(sourceId, day);
        from = (joined < piece ? day.end() : day.start()).getEpochSecond();
      }
    }
    Meta.raise(handle, UNTIL + sourceId, from);
    return joined;
  }

  private Optional<Long> first(long sourceId, long from) {
    return handle
        .createQuery(FIRST)
        .bind("source_id", sourceId)
        .bind("from", from)
        .bind("bound", bound)
        .mapTo(Long.class)
        .findOne();
  }

  /** A piece of a day; all that is left of it when it comes to fewer rows. */
  private int joinDay(long sourceId, ChargePeriod day) {
    List<Row> hours = new ArrayList<>();
    List<Row> days = new ArrayList<>();
    boolean whole = collect(sourceId, day, hours, days);
    write(sourceId, day, hours, days);
    if (!whole) {
      return hours.size();
    }
    try (OverlapRows overlaps = new OverlapRows(handle)) {
      return hours.size() + overlaps.join(sourceId, day);
    }
  }

  /**
   * Collects the records that can be put together, and what each group of them comes to.
   *
   * @return whether the day was read to its end
   */
  private boolean collect(long sourceId, ChargePeriod day, List<Row> hours, List<Row> days) {
    try (ResultIterator<Row> rows =
        handle
            .createQuery(OF_DAY)
            .bind("source_id", sourceId)
            .bind("start", day.start().getEpochSecond())
            .bind("until", day.end().getEpochSecond())
            .map((row, context) -> row(row))
            .iterator()) {
      List<Row> group = new ArrayList<>();
      while (rows.hasNext()) {
        Row row = rows.next();
        if (!group.isEmpty() && !group.get(0).isOfSameThing(row)) {
          collect(group, day, hours, days);
          group.clear();
          if (hours.size() >= piece) {
            return false;
          }
        }
        group.add(row);
      }
      collect(group, day, hours, days);
      return hours.size() < piece;
    }
  }

  private static void collect(List<Row> group, ChargePeriod day, List<Row> hours, List<Row> days) {
    List<Row> told = group.stream().filter(row -> !row.isGone()).toList();
    boolean isDone = group.stream().allMatch(row -> row.period().equals(day));
    if (!isDone && told.stream().allMatch(row -> row.adds(told.get(0)))) {
      hours.addAll(group);
      told.stream().reduce(Row::plus).ifPresent(days::add);
    }
  }

  private void write(long sourceId, ChargePeriod day, List<Row> hours, List<Row> days) {
    try (RowWriter remove = new RowWriter(handle, REMOVE);
        RowWriter insert = new RowWriter(handle, INSERT)) {
      for (Row row : hours) {
        bindKey(remove, sourceId, row, row.period());
        remove.add();
      }
      remove.flush();
      for (Row row : days) {
        bindKey(insert, sourceId, row, day);
        insert
            .bind("revision", row.revision())
            .bind("first_seen", row.firstSeen())
            .bind("changed_at", row.changedAt());
        Columns.bind(insert, row.content());
        insert.add();
      }
      insert.flush();
    }
  }

  private static void bindKey(RowWriter writer, long sourceId, Row row, ChargePeriod period) {
    writer
        .bind("source_id", sourceId)
        .bind("start", period.start().getEpochSecond())
        .bind("until", period.end().getEpochSecond())
        .bind("part", row.part())
        .bind("set_id", row.setId());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("part"),
        row.getLong("set_id"),
        ChargePeriod.ofEpochSeconds(row.getLong("period_start"), row.getLong("period_end")),
        row.getLong("revision"),
        row.getLong("first_seen"),
        row.getLong("changed_at"),
        Columns.content(row));
  }
}
