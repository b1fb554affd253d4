// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Adds what events used to the records of one source, without reading these. A cost that is not
 * known stays so: priced and unpriced events have records of their own. Nothing here overflows
 * unseen, since the sums hold at least as much and are checked.
 */
final class Growth implements AutoCloseable {
  private static final String ADD =
      """
      insert into record (source_id, period_start, period_end, part, set_id, revision, first_seen,
        changed_at, %s)
      values (:source_id, :period_start, :period_end, :part, :set_id, 1, :now, :now, %s)
      on conflict (source_id, period_start, part, period_end, set_id) do update set
        changed_at = excluded.changed_at, %s
      """
          .formatted(
              Columns.list(Columns.CONTENT),
              Columns.parameters(Columns.CONTENT),
              Stream.concat(
                      Stream.of("cost_nanos", "requests"),
                      Stream.concat(Columns.TOKENS.stream(), Columns.SAVINGS.stream()))
                  .map(column -> "%1$s = record.%1$s + excluded.%1$s".formatted(column))
                  .collect(Collectors.joining(", ")));

  private final Handle handle;
  private final RowWriter add;
  private final long sourceId;
  private final Instant now;

  Growth(Handle handle, long sourceId, Instant now) {
    this.handle = handle;
    this.add = new RowWriter(handle, ADD);
    this.sourceId = sourceId;
    this.now = now;
  }

  void add(String part, ChargePeriod period, long setId, Content more) {
    if (!more.unitMicros().isEmpty() || more.requests() == null) {
      addByReading(part, period, setId, more);
      return;
    }
    add.bind("source_id", sourceId)
        .bind("period_start", period.start().getEpochSecond())
        .bind("period_end", period.end().getEpochSecond())
        .bind("part", part)
        .bind("set_id", setId)
        .bind("now", now.getEpochSecond());
    Columns.bind(add, more);
    add.add();
  }

  /** Units are a text, which only we can add to. */
  private void addByReading(String part, ChargePeriod period, long setId, Content more) {
    add.flush();
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
    add.flush();
  }

  @Override
  public void close() {
    add.close();
  }
}
