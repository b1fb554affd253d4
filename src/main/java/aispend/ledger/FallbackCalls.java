// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimensions;
import aispend.model.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the calls of a period that another model answered, from an index of them alone. */
final class FallbackCalls {
  /** The first condition is word for word that of the index, without which it is not used. */
  private static final String READ =
      """
      select e.occurred_at, e.cost_nanos, e.tokens, e.extra, %s
      from event e cross join dimension_set d
      where e.extra like '%%"fallback_from"%%' and e.occurred_at >= :from and e.occurred_at < :until
        and d.set_id = e.set_id
      """;

  private FallbackCalls() {}

  static List<FallbackCall> read(Handle handle, SumQuery query) {
    DisplayNames names = DisplayNames.read(handle);
    Predicate<Dimensions> wanted =
        new DimensionFilter(query.where(), names).and(new DimensionFilter(query.within(), names));
    long kept = Retention.eventsFrom(handle).getEpochSecond();
    return handle
        .createQuery(READ.formatted(Columns.list(Columns.DIMENSIONS)))
        .bind("from", Math.max(query.period().start().getEpochSecond(), kept))
        .bind("until", query.period().end().getEpochSecond())
        .map((row, context) -> call(row))
        .filter(call -> wanted.test(call.dimensions()))
        .list();
  }

  private static FallbackCall call(ResultSet row) throws SQLException {
    Dimensions dimensions = Columns.dimensions(row);
    @Nullable Long nanos = Columns.nullableLong(row, "cost_nanos");
    return new FallbackCall(
        Instant.ofEpochSecond(row.getLong("occurred_at")),
        dimensions,
        TokenText.tokens(row.getString("tokens")),
        nanos == null ? null : Money.usd(nanos),
        row.getString("extra"));
  }
}
