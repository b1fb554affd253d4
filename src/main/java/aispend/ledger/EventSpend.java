// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What events cost lately, from the index on their time. */
final class EventSpend {
  private static final String READ =
      """
      select s.cost_nanos, d.dim_provider, d.%1$s as dim_value
      from (
        select set_id, sum(cost_nanos) as cost_nanos from event
        where occurred_at >= :from and cost_nanos > 0 group by set_id) s
      join dimension_set d on d.set_id = s.set_id
      where d.%1$s <> ''
      """;

  private EventSpend() {}

  static Map<String, Money> read(Handle handle, Instant from, Dimension dimension) {
    DisplayNames names = DisplayNames.read(handle);
    Map<String, Money> spend = new TreeMap<>();
    handle
        .createQuery(READ.formatted(Columns.of(dimension)))
        .bind("from", from.getEpochSecond())
        .map(
            (row, context) -> {
              Dimensions value = Dimensions.of(dimension, row.getString("dim_value"));
              return Map.entry(
                  names.name(row.getString("dim_provider"), dimension, value),
                  Money.usd(row.getLong("cost_nanos")));
            })
        .forEach(entry -> spend.merge(entry.getKey(), entry.getValue(), Money::plus));
    return spend;
  }
}
