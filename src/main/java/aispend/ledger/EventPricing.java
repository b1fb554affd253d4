// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What other prices change of the events of one source and hour. Each call is priced by itself, as
 * it was when it came, since the size of its own context decides. What its sender told it cost
 * stays.
 */
final class EventPricing {
  static final long HOUR = 3_600;

  private static final String RECORDS =
      """
      select r.part, r.period_end, r.set_id, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id = :source_id and r.period_start = :start
        and r.period_end = :start + 3600 and r.part not like 'events:told%%' and r.cost_kind in ('estimated', 'unpriced')
      """
          .formatted(Columns.list(Columns.CONTENT), Columns.list(Columns.DIMENSIONS));

  /** The unary plus keeps the index on time in the lead. */
  private static final String COUNTS =
      """
      select set_id, part, count(*) as calls from event
      where occurred_at >= :start and occurred_at < :until and +source_id = :source_id
        and part not like 'events:told%'
      group by set_id, part
      """;

  private static final String EVENTS =
      """
      select tenant, hour, id_high, id_low, set_id, part, cost_nanos, tokens, units from event
      where occurred_at >= :start and occurred_at < :until and +source_id = :source_id
        and part not like 'events:told%'
      """;

  private record Key(long setId, Outcome outcome) {}

  private final Repricer repricer;

  EventPricing(Repricer repricer) {
    this.repricer = repricer;
  }

  /** What changes, of calls that are still kept one by one. */
  List<Revaluation> of(Handle handle, Sources.Stored source, long start) {
    Map<Key, PricedCalls> calls = records(handle, source, start);
    query(handle, COUNTS, source, start)
        .map(
            (row, context) ->
                Map.entry(
                    new Key(row.getLong("set_id"), EventPart.outcome(row.getString("part"))),
                    row.getLong("calls")))
        .forEach(
            count ->
                Optional.ofNullable(calls.get(count.getKey()))
                    .ifPresent(of -> of.expect(count.getValue())));
    query(handle, EVENTS, source, start)
        .map((row, context) -> price(row, calls))
        .forEach(done -> {});
    List<Revaluation> changes = new ArrayList<>();
    calls.values().forEach(of -> of.revaluation().ifPresent(changes::add));
    return changes;
  }

  private boolean price(ResultSet row, Map<Key, PricedCalls> calls) throws SQLException {
    PricedCalls of =
        calls.get(new Key(row.getLong("set_id"), EventPart.outcome(row.getString("part"))));
    if (of != null) {
      of.add(row, repricer);
    }
    return of != null;
  }

  private static Map<Key, PricedCalls> records(Handle handle, Sources.Stored source, long start) {
    Map<Key, PricedCalls> calls = new HashMap<>();
    handle
        .createQuery(RECORDS)
        .bind("source_id", source.id())
        .bind("start", start)
        .map(
            (row, context) -> {
              String part = row.getString("part");
              long setId = row.getLong("set_id");
              Dimensions dimensions = Columns.dimensions(row);
              Outcome outcome = EventPart.outcome(part);
              calls
                  .computeIfAbsent(
                      new Key(setId, outcome),
                      key -> new PricedCalls(start, setId, dimensions, outcome))
                  .record(part, Columns.content(row));
              return dimensions.get(Dimension.MODEL);
            })
        .forEach(model -> {});
    return calls;
  }

  private static Query query(Handle handle, String sql, Sources.Stored source, long start) {
    return handle
        .createQuery(sql)
        .bind("source_id", source.id())
        .bind("start", Math.max(start, Retention.eventsFrom(handle).getEpochSecond()))
        .bind("until", start + HOUR);
  }
}
