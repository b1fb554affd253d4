// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The rows that tell which runs of {@code reprice} changed what, and which prices were in force.
 */
final class RepricingLog {
  private static final String BEGIN =
      """
      insert into repricing (run_id, begun_at, by_whom, from_at, prices_before, prices_after)
      values (:run, :now, :by, :from, :before, :after)
      """;

  private static final String ADD =
      """
      insert into repricing_change (run_id, source_id, day, model, changed_rows, before_nanos,
        after_nanos, unpriced_before, unpriced_after)
      values (:run, :source_id, :day, :model, :changed_rows, :before, :after, :unpriced_before,
        :unpriced_after)
      on conflict (run_id, source_id, day, model) do update set
        changed_rows = repricing_change.changed_rows + excluded.changed_rows,
        before_nanos = repricing_change.before_nanos + excluded.before_nanos,
        after_nanos = repricing_change.after_nanos + excluded.after_nanos,
        unpriced_before = repricing_change.unpriced_before + excluded.unpriced_before,
        unpriced_after = repricing_change.unpriced_after + excluded.unpriced_after
      """;

  private static final String CANONICAL =
      "update repricing set canonical_nanos = canonical_nanos + :nanos where run_id = :run";

  private static final String FINISH =
      "update repricing set finished_at = :now where run_id = :run";

  private static final String RUNS = "select * from repricing order by run_id desc limit :limit";

  private static final String CHANGES =
      """
      select c.*, s.name, s.provider
      from repricing_change c join source s on s.source_id = c.source_id
      where c.run_id = :run order by s.name, c.model, c.day
      """;

  private static final String BOOKS =
      "select version from price_book order by in_force_at desc limit 2";

  private static final String PUT_BOOK =
      """
      insert into price_book (in_force_at, version) values (:now, :version)
      on conflict (in_force_at) do update set version = excluded.version
      """;

  private RepricingLog() {}

  /** Takes note of the prices in force; whether they are others than before. */
  static boolean inForce(Handle handle, String version, Instant now) {
    List<String> last = handle.createQuery(BOOKS).mapTo(String.class).list();
    if (!last.isEmpty() && last.get(0).equals(version)) {
      return false;
    }
    handle
        .createUpdate(PUT_BOOK)
        .bind("now", now.getEpochSecond())
        .bind("version", version)
        .execute();
    return true;
  }

  /** The version that was in force before a version; empty when none is known. */
  static String before(Handle handle, String version) {
    return handle.createQuery(BOOKS).mapTo(String.class).list().stream()
        .filter(known -> !known.equals(version))
        .findFirst()
        .orElse("");
  }

  static long begin(Handle handle, Repricings.Order order, Instant now) {
    long run =
        handle
            .createQuery("select coalesce(max(run_id), 0) + 1 from repricing")
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate(BEGIN)
        .bind("run", run)
        .bind("now", now.getEpochSecond())
        .bind("by", order.by())
        .bind("from", order.from().getEpochSecond())
        .bind("before", before(handle, order.prices()))
        .bind("after", order.prices())
        .execute();
    return run;
  }

  /** Adds what one transaction changed of one source. */
  static void add(
      Handle handle, long run, long sourceId, Collection<PriceChange> changes, long canonical) {
    try (RowWriter add = new RowWriter(handle, ADD)) {
      for (PriceChange change : changes) {
        add.bind("run", run)
            .bind("source_id", sourceId)
            .bind("day", change.place().day().atStartOfDay(ZoneOffset.UTC).toEpochSecond())
            .bind("model", change.place().model())
            .bind("changed_rows", change.rows())
            .bind("before", change.before().nanos())
            .bind("after", change.after().nanos())
            .bind("unpriced_before", change.unpricedBefore())
            .bind("unpriced_after", change.unpricedAfter())
            .add();
      }
      add.flush();
    }
    handle.createUpdate(CANONICAL).bind("nanos", canonical).bind("run", run).execute();
  }

  static void finish(Handle handle, long run, Instant now) {
    handle.createUpdate(FINISH).bind("now", now.getEpochSecond()).bind("run", run).execute();
  }

  /** The newest runs. */
  static List<Repricing> runs(Handle handle, int limit) {
    return handle
        .createQuery(RUNS)
        .bind("limit", limit)
        .map((row, context) -> run(handle, row))
        .list();
  }

  private static Repricing run(Handle handle, ResultSet row) throws SQLException {
    return new Repricing(
        Instant.ofEpochSecond(row.getLong("begun_at")),
        Optional.ofNullable(Columns.nullableLong(row, "finished_at")).map(Instant::ofEpochSecond),
        row.getString("by_whom"),
        Instant.ofEpochSecond(row.getLong("from_at")),
        row.getString("prices_before"),
        row.getString("prices_after"),
        Money.usd(row.getLong("canonical_nanos")),
        handle
            .createQuery(CHANGES)
            .bind("run", row.getLong("run_id"))
            .map((change, context) -> change(change))
            .list());
  }

  private static PriceChange change(ResultSet row) throws SQLException {
    return new PriceChange(
        new PriceChange.Place(
            row.getString("name"),
            row.getString("provider"),
            row.getString("model"),
            LocalDate.ofInstant(Instant.ofEpochSecond(row.getLong("day")), ZoneOffset.UTC)),
        row.getLong("changed_rows"),
        Money.usd(row.getLong("before_nanos")),
        Money.usd(row.getLong("after_nanos")),
        row.getLong("unpriced_before"),
        row.getLong("unpriced_after"));
  }
}
