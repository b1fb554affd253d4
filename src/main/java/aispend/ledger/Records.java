// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.Savings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The records of one bucket as stored, and the ways they change. */
final class Records implements AutoCloseable {
  private static final String KEY =
      """
      source_id = :source_id and period_start = :period_start and part = :part
        and period_end = :period_end
      """;

  private static final String OF_BUCKET =
      "select r.set_id, r.revision, %s, %s from record r join dimension_set d on d.set_id = r.set_id where r.%s"
          .formatted(
              Columns.list(Columns.CONTENT),
              Columns.list(Columns.DIMENSIONS),
              KEY.replace("and ", "and r."));

  private static final String ONE = OF_BUCKET + " and r.set_id = :set_id";

  private static final String GROW =
      """
      update record set changed_at = :now, %s
      where %s and set_id = :set_id
      """
          .formatted(Columns.assignments(Columns.CONTENT), KEY);

  private static final String INSERT = insert(Columns.CONTENT);

  /** What a {@linkplain Columns#isUsual usual} content leaves out is as the schema says. */
  private static final String INSERT_USUAL = insert(Columns.USUAL_CONTENT);

  private static final String KEEP_OLD =
      """
      insert into record_history (source_id, period_start, period_end, part, set_id, revision,
        replaced_at, %1$s)
      select source_id, period_start, period_end, part, set_id, revision, :now, %1$s
      from record where %2$s and set_id = :set_id
      """
          .formatted(Columns.list(Columns.CONTENT), KEY);

  private static final String UPDATE =
      """
      update record set revision = revision + 1, changed_at = :now, %s
      where %s and set_id = :set_id
      """
          .formatted(Columns.assignments(Columns.CONTENT), KEY);

  /** Leaves revision and history alone: the vendor said nothing new. */
  private static final String REPRICE =
      """
      update record set %s where %s and set_id = :set_id
      """
          .formatted(Columns.assignments(Columns.SAVINGS), KEY);

  /** A record as stored. */
  record Stored(long setId, Dimensions dimensions, Content content) {}

  private final Handle handle;
  private final long sourceId;
  private final Instant now;
  private final RowWriter insert;
  private final RowWriter insertUsual;
  private final RowWriter keep;
  private final RowWriter update;
  private final RowWriter grow;
  private final RowWriter reprice;

  Records(Handle handle, long sourceId, Instant now) {
    this.handle = handle;
    this.sourceId = sourceId;
    this.now = now;
    this.insert = new RowWriter(handle, INSERT);
    this.insertUsual = new RowWriter(handle, INSERT_USUAL);
    this.keep = new RowWriter(handle, KEEP_OLD);
    this.update = new RowWriter(handle, UPDATE);
    this.grow = new RowWriter(handle, GROW);
    this.reprice = new RowWriter(handle, REPRICE);
  }

  private static String insert(List<String> columns) {
    return """
        insert into record (source_id, period_start, period_end, part, set_id, revision, first_seen,
          changed_at, %s)
        values (:source_id, :period_start, :period_end, :part, :set_id, 1, :now, :now, %s)
        """
        .formatted(Columns.list(columns), Columns.parameters(columns));
  }

  Map<Long, Stored> ofBucket(String part, ChargePeriod period) {
    Map<Long, Stored> stored = new HashMap<>();
    query(OF_BUCKET, part, period)
        .map((row, context) -> stored(row))
        .forEach(record -> stored.put(record.setId(), record));
    return stored;
  }

  Optional<Stored> one(String part, ChargePeriod period, long setId) {
    return query(ONE, part, period)
        .bind("set_id", setId)
        .map((row, context) -> stored(row))
        .findFirst();
  }

  private Query query(String sql, String part, ChargePeriod period) {
    return handle
        .createQuery(sql)
        .bind("source_id", sourceId)
        .bind("period_start", period.start().getEpochSecond())
        .bind("period_end", period.end().getEpochSecond())
        .bind("part", part);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(row.getLong("set_id"), Columns.dimensions(row), Columns.content(row));
  }

  void insert(String part, ChargePeriod period, long setId, Content content) {
    if (Columns.isUsual(content)) {
      bindKey(insertUsual, part, period, setId);
      Columns.bindUsual(insertUsual, content);
      insertUsual.add();
    } else {
      bindKey(insert, part, period, setId);
      Columns.bind(insert, content);
      insert.add();
    }
  }

  /** Keeps the old content as history and puts the new one in its place. */
  void restate(String part, ChargePeriod period, long setId, Content content) {
    // As many rows wait in one as in the other, so what is old is always kept before it goes.
    bindKey(keep, part, period, setId);
    keep.add();
    bindKey(update, part, period, setId);
    Columns.bind(update, content);
    update.add();
  }

  /** Puts a content that grew by new events in the place of the old one, which was not wrong. */
  void grow(String part, ChargePeriod period, long setId, Content content) {
    bindKey(grow, part, period, setId);
    Columns.bind(grow, content);
    grow.add();
  }

  /** Puts other savings beside the same content. */
  void reprice(String part, ChargePeriod period, long setId, Savings savings) {
    bindKey(reprice, part, period, setId);
    Columns.bind(reprice, savings);
    reprice.add();
  }

  /** Writes what still waits; needed before records are read again. */
  void flush() {
    insert.flush();
    insertUsual.flush();
    keep.flush();
    update.flush();
    grow.flush();
    reprice.flush();
  }

  @Override
  public void close() {
    insert.close();
    insertUsual.close();
    keep.close();
    update.close();
    grow.close();
    reprice.close();
  }

  private void bindKey(RowWriter row, String part, ChargePeriod period, long setId) {
    row.bind("source_id", sourceId)
        .bind("period_start", period.start().getEpochSecond())
        .bind("period_end", period.end().getEpochSecond())
        .bind("part", part)
        .bind("set_id", setId)
        .bind("now", now.getEpochSecond());
  }
}
