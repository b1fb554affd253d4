// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Adds what events used to the records of one source, without reading these. A cost that is not
 * known stays so: priced and unpriced events have records of their own. Nothing here overflows
 * unseen, since the sums hold at least as much and are checked.
 */
final class Growth implements AutoCloseable {
  /** What tells records apart or is no amount. */
  private static final Set<String> FIXED =
      Set.of("cost_kind", "reported_amount", "reported_unit", "reported_currency", "units");

  private static final String USUAL = sql(Columns.USUAL_CONTENT);
  private static final String FULL = sql(Columns.CONTENT);

  private final Handle handle;
  private final RowWriter usual;
  private final RowWriter full;
  private final long sourceId;
  private final Instant now;

  Growth(Handle handle, long sourceId, Instant now) {
    this.handle = handle;
    this.usual = new RowWriter(handle, USUAL);
    this.full = new RowWriter(handle, FULL);
    this.sourceId = sourceId;
    this.now = now;
  }

  void add(String part, ChargePeriod period, long setId, Content more) {
    if (!more.unitMicros().isEmpty() || more.requests() == null) {
      addByReading(part, period, setId, more);
      return;
    }
    boolean isUsual = Columns.isUsual(more);
    RowWriter add = isUsual ? usual : full;
    if (isUsual) {
      Columns.bindUsual(add, more);
    } else {
      Columns.bind(add, more);
    }
    add.bind("source_id", sourceId)
        .bind("period_start", period.start().getEpochSecond())
        .bind("period_end", period.end().getEpochSecond())
        .bind("part", part)
        .bind("set_id", setId)
        .bind("now", now.getEpochSecond())
        .add();
  }

  /** Units are a text, which only we can add to. */
  private void addByReading(String part, ChargePeriod period, long setId, Content more) {
    flush();
    try (Records records = new Records(handle, sourceId, now)) {
      records
          .one(part, period, setId)
          .ifPresentOrElse(
              old -> records.grow(part, period, setId, old.content().plus(more)),
              () -> records.insert(part, period, setId, more));
      records.flush();
    }
  }

  void flush() {
    usual.flush();
    full.flush();
  }

  @Override
  public void close() {
    usual.close();
    full.close();
  }

  /** Columns that are not told keep what they are, or begin as nothing. */
  private static String sql(List<String> told) {
    return """
        insert into record (source_id, period_start, period_end, part, set_id, revision,
          first_seen, changed_at, %s)
        values (:source_id, :period_start, :period_end, :part, :set_id, 1, :now, :now, %s)
        on conflict (source_id, period_start, part, period_end, set_id) do update set
          changed_at = excluded.changed_at, %s
        """
        .formatted(
            Columns.list(told),
            Columns.parameters(told),
            told.stream()
                .filter(column -> !FIXED.contains(column))
                .map(Growth::added)
                .collect(Collectors.joining(", ")));
  }

  /** Requests that were not told by the first are told by the next. */
  private static String added(String column) {
    String before = column.equals("requests") ? "coalesce(record.requests, 0)" : "record." + column;
    return "%s = %s + excluded.%s".formatted(column, before, column);
  }
}
