// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Builds the canonical totals anew when the label dimensions of the configuration change: each new
 * label set starts at all it ever had, as if it had always been there.
 */
final class Relabelling {
  private static final String READ = "select value from meta where name = 'labels'";

  private static final String KEEP =
      """
      insert into meta (name, value) values ('labels', :labels)
      on conflict (name) do update set value = excluded.value
      """;

  private static final String DROP =
      "delete from counter where family in ('cost', 'credits', 'tokens', 'requests')";

  private static final String RECORDS =
      """
      select r.source_id, r.part, coalesce(sum(r.cost_nanos), 0) as cost_nanos,
        coalesce(sum(r.requests), 0) as requests, 0 as unpriced_tokens,
        0 as cache_savings_nanos, 0 as tier_savings_nanos, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      group by r.source_id, r.part, d.set_id, %s
      """
          .formatted(
              Columns.TOKENS.stream()
                  .map(column -> "sum(r.%1$s) as %1$s".formatted(column))
                  .collect(Collectors.joining(", ")),
              Columns.list(Columns.DIMENSIONS),
              Columns.list(Columns.DIMENSIONS));

  private static final String RESIDUALS =
      """
      select r.source_id, '' as part, sum(r.cost_nanos) as cost_nanos, 0 as requests, 0 as unpriced_tokens,
        0 as cache_savings_nanos, 0 as tier_savings_nanos, %s, %s
      from residual r join dimension_set d on d.set_id = r.set_id
      group by r.source_id, d.set_id, %s
      """
          .formatted(
              Columns.TOKENS.stream()
                  .map(column -> "0 as " + column)
                  .collect(Collectors.joining(", ")),
              Columns.list(Columns.DIMENSIONS),
              Columns.list(Columns.DIMENSIONS));

  private static final String OVERLAPS =
      """
      select r.source_id, '' as part, sum(r.cost_nanos) as cost_nanos, sum(r.requests) as requests,
        0 as unpriced_tokens, 0 as cache_savings_nanos, 0 as tier_savings_nanos, %s, %s
      from overlap r join dimension_set d on d.set_id = r.set_id
      group by r.source_id, d.set_id, %s
      """
          .formatted(
              Columns.TOKENS.stream()
                  .map(column -> "sum(r.%1$s) as %1$s".formatted(column))
                  .collect(Collectors.joining(", ")),
              Columns.list(Columns.DIMENSIONS),
              Columns.list(Columns.DIMENSIONS));

  private record Spent(long sourceId, Outcome outcome, Dimensions dimensions, SumTotal total) {
    Delta delta() {
      return Delta.of(total).ending(outcome);
    }
  }

  private Relabelling() {}

  static void apply(Handle handle, List<Dimension> labels) {
    String wanted = labels.stream().map(Dimension::code).collect(Collectors.joining(","));
    String current = handle.createQuery(READ).mapTo(String.class).findFirst().orElse("");
    if (current.equals(wanted)) {
      return;
    }
    if (!current.isEmpty()) {
      handle.execute(DROP);
      rebuild(handle, labels);
    }
    handle.createUpdate(KEEP).bind("labels", wanted).execute();
  }

  private static void rebuild(Handle handle, List<Dimension> labels) {
    List<Sources.Stored> sources = Sources.all(handle);
    Map<Long, Sources.Stored> byId =
        sources.stream().collect(Collectors.toMap(Sources.Stored::id, Function.identity()));
    Counters counters = new Counters(labels, DisplayNames.read(handle));
    sources.forEach(stored -> counters.announce(stored.source()));
    // The largest first, as the first find places.
    List<Spent> records =
        read(handle, RECORDS).stream()
            .sorted(Comparator.comparing((Spent spent) -> spent.total().costNanos()).reversed())
            .toList();
    for (Spent spent : records) {
      Sources.Stored source = byId.get(spent.sourceId());
      if (source != null && source.bookedInFull(sources)) {
        counters.labelled(source.source(), spent.dimensions(), spent.delta());
      }
    }
    for (String beside : List.of(RESIDUALS, OVERLAPS)) {
      for (Spent spent : read(handle, beside)) {
        Sources.Stored source = byId.get(spent.sourceId());
        if (source != null) {
          counters.labelled(source.source(), spent.dimensions(), spent.delta());
        }
      }
    }
    counters.flush(handle, Instant.EPOCH);
  }

  private static List<Spent> read(Handle handle, String sql) {
    return handle
        .createQuery(sql)
        .map(
            (row, context) ->
                new Spent(
                    row.getLong("source_id"),
                    EventPart.outcome(row.getString("part")),
                    Columns.dimensions(row),
                    SumTotal.of(row)))
        .list();
  }
}
