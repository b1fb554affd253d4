// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What records said before they were restated, beside what they said next. */
final class RestatementRows {
  private static final String SINCE =
      """
      select s.name, h.period_start, h.revision, h.replaced_at, h.cost_nanos as before,
        coalesce(
          (select n.cost_nanos from record_history n
           where n.source_id = h.source_id and n.period_start = h.period_start
             and n.part = h.part and n.period_end = h.period_end and n.set_id = h.set_id
             and n.revision = h.revision + 1),
          (select r.cost_nanos from record r
           where r.source_id = h.source_id and r.period_start = h.period_start
             and r.part = h.part and r.period_end = h.period_end and r.set_id = h.set_id
             and r.revision = h.revision + 1)) as after
      from record_history h join source s on s.source_id = h.source_id
      where h.replaced_at >= :since
      order by h.replaced_at desc, h.period_start desc, h.revision desc
      limit :limit
      """;

  private RestatementRows() {}

  /** The newest ones. */
  static List<LedgerReader.Restatement> read(Handle handle, Instant since, int limit) {
    return handle
        .createQuery(SINCE)
        .bind("since", since.getEpochSecond())
        .bind("limit", limit)
        .map(
            (row, context) ->
                new LedgerReader.Restatement(
                    row.getString("name"),
                    Instant.ofEpochSecond(row.getLong("period_start")),
                    row.getInt("revision"),
                    Instant.ofEpochSecond(row.getLong("replaced_at")),
                    money(Columns.nullableLong(row, "before")),
                    money(Columns.nullableLong(row, "after"))))
        .list();
  }

  private static Optional<Money> money(@Nullable Long nanos) {
    return Optional.ofNullable(nanos).map(Money::usd);
  }
}
