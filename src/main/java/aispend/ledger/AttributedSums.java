// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What applications told of a provider in an hour or a day, by the dimensions that layers are
 * matched on. Read from the hourly and daily sums where these know the dimensions, so that the cost
 * does not grow with the number of users and features.
 */
final class AttributedSums {
  private static final String OF_CUBE =
      """
      select c.project as dim_project, c.model as dim_model, %1$s
      from %2$s t join cube c on c.cube_id = t.cube_id
      where t.view = 0 and t.start = :start and t.source_id in (%3$s)
      group by c.project, c.model
      """;

  private static final String OF_RECORDS =
      """
      select %1$s, %2$s
      from (
        select r.set_id, coalesce(r.cost_nanos, 0) as cost_nanos, %3$s,
          coalesce(r.requests, 0) as requests,
          case when r.cost_kind = 'unpriced' then %4$s else 0 end as unpriced_tokens,
          r.cache_savings_nanos, r.tier_savings_nanos
        from record r
        where r.source_id in (%5$s) and r.period_start >= :start and r.period_start < :until
          and r.cost_kind <> 'gone') t
      join dimension_set d on d.set_id = t.set_id
      group by %1$s
      """;

  private static final String UNITS =
      """
      select r.units, d.*
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id in (%s) and r.period_start >= :start and r.period_start < :until
        and r.units <> ''
      """;

  private static final String SUMS =
      Columns.SUMS.stream()
          .map(column -> "sum(t.%1$s) as %1$s".formatted(column))
          .collect(Collectors.joining(", "));

  private final Handle handle;
  private final MatchedModels models;
  private final ProviderStack stack;

  AttributedSums(Handle handle, MatchedModels models, ProviderStack stack) {
    this.handle = handle;
    this.models = models;
    this.stack = stack;
  }

  /** Sums of a slot, a UTC hour or day, by group; without units. */
  Map<Dimensions, Measures> of(ChargePeriod slot, Set<Dimension> match) {
    Map<Dimensions, Measures> sums = new HashMap<>();
    if (stack.attributed().isEmpty()) {
      return sums;
    }
    Set<Dimension> read = SumReader.CUBE.containsAll(match) ? SumReader.CUBE : match;
    query(slot, match)
        .map(
            (row, context) ->
                Map.entry(
                    models.group(stack.provider(), dimensions(row, read), match),
                    Measures.ofSums(row)))
        .forEach(entry -> sums.merge(entry.getKey(), entry.getValue(), Measures::plus));
    return sums;
  }

  /** Units of a slot by group; read only where a report has some to compare them with. */
  Map<Dimensions, Measures> units(ChargePeriod slot, Set<Dimension> match) {
    Map<Dimensions, Measures> units = new HashMap<>();
    handle
        .createQuery(UNITS.formatted(ProviderStack.ids(stack.attributed())))
        .bind("start", slot.start().getEpochSecond())
        .bind("until", slot.end().getEpochSecond())
        .map(
            (row, context) ->
                Map.entry(
                    models.group(stack.provider(), Columns.dimensions(row), match),
                    Measures.ofUnits(JsonText.counts(row.getString("units")))))
        .forEach(entry -> units.merge(entry.getKey(), entry.getValue(), Measures::plus));
    return units;
  }

  private Query query(ChargePeriod slot, Set<Dimension> match) {
    String ids = ProviderStack.ids(stack.attributed());
    if (SumReader.CUBE.containsAll(match)) {
      String table = slot.duration().toSeconds() == Slots.HOUR ? "cube_hour" : "cube_day";
      return handle
          .createQuery(OF_CUBE.formatted(SUMS, table, ids))
          .bind("start", slot.start().getEpochSecond());
    }
    String columns = "d." + match.stream().map(Columns::of).collect(Collectors.joining(", d."));
    return handle
        .createQuery(
            OF_RECORDS.formatted(
                columns,
                SUMS,
                Columns.list(Columns.TOKENS),
                String.join(" + ", Columns.TOKENS),
                ids))
        .bind("start", slot.start().getEpochSecond())
        .bind("until", slot.end().getEpochSecond());
  }

  private static Dimensions dimensions(ResultSet row, Set<Dimension> read) throws SQLException {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    for (Dimension dimension : read) {
      if (dimension != Dimension.PROVIDER) {
        values.put(dimension, row.getString(Columns.of(dimension)));
      }
    }
    return new Dimensions(values);
  }

  /** The starts of the slots within a stretch that applications told something of. */
  static List<Long> starts(Handle handle, ProviderStack stack, Slots slots, long from, long until) {
    long hoursFrom = Math.min(until, Math.max(from, slots.hoursFrom()));
    List<Long> starts = new ArrayList<>(starts(handle, stack, slots, "cube_day", from, hoursFrom));
    String table = slots.seconds() == Slots.HOUR ? "cube_hour" : "cube_day";
    starts.addAll(starts(handle, stack, slots, table, hoursFrom, until));
    return starts;
  }

  private static List<Long> starts(
      Handle handle, ProviderStack stack, Slots slots, String table, long from, long until) {
    if (from >= until) {
      return List.of();
    }
    return handle
        .createQuery(
            """
            select distinct start from %s
            where view = 0 and start >= :from and start < :until and source_id in (%s)
            """
                .formatted(table, ProviderStack.ids(stack.attributed())))
        .bind("from", slots.at(from).start().getEpochSecond())
        .bind("until", until)
        .mapTo(Long.class)
        .list();
  }
}
