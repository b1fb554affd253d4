// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/**
 * What events cost lately. One walk along the index on their time adds them up by their combination
 * of dimensions, whatever dimensions are asked for; the rest works on these few sums. They are in
 * tables of the reading connection, so the database holds them, and spills them to a file.
 */
final class EventSpend {
  private static final int RATIO_DIGITS = 6;

  private static final String ADD_UP =
      """
      insert into recent_spend
      select set_id, coalesce(sum(cost_nanos), 0), count(*), count(fingerprint),
        coalesce(sum(case when occurred_at < :newest then cost_nanos end), 0),
        count(case when occurred_at < :newest then cost_nanos end),
        count(case when occurred_at >= :newest then cost_nanos end)
      from event where occurred_at >= :from and %s group by set_id
      """;

  private static final String TOLD_REQUESTS =
      """
      select coalesce(sum(told_requests), 0) from recent_spend
      """;

  private static final String VALUES =
      """
      select coalesce(n.name, d.%1$s) as dim_value, sum(s.cost_nanos) as cost_nanos,
        sum(s.calls) as calls, sum(s.told_requests) as told_requests,
        sum(s.early_nanos) as early_nanos, sum(s.early_priced) as early_priced,
        sum(s.late_priced) as late_priced
      from recent_spend s
      join dimension_set d on d.set_id = s.set_id
      left join display_name n
        on n.provider = d.dim_provider and n.dimension = :dimension and n.id = d.%1$s
      where d.%1$s <> ''
      group by coalesce(n.name, d.%1$s)
      having sum(s.cost_nanos) > 0
      order by cost_nanos desc, dim_value
      """;

  private static final String OF_A_TENANT = "set_id in (select set_id from wanted_set)";

  private final Handle handle;
  private final RecentSpend.Query query;

  EventSpend(Handle handle, RecentSpend.Query query) {
    this.handle = handle;
    this.query = query;
  }

  List<RecentSpend> read() {
    if (!query.within().isEmpty()) {
      WantedSets.keep(handle, DisplayNames.read(handle), List.of(query.within()));
    }
    addUp();
    long toldRequests = handle.createQuery(TOLD_REQUESTS).mapTo(Long.class).one();
    Repeats repeats = new Repeats(handle, query.from(), toldRequests, wanted());
    List<RecentSpend> all = new ArrayList<>();
    for (Dimension by : query.by()) {
      Map<String, Long> most = repeats.of(by);
      for (Row row : largest(by)) {
        Long once = row.toldRequests() > 0 ? repeats.unlessFound() : null;
        Long repeated = most.getOrDefault(row.value(), once);
        all.add(row.shown(by, repeated));
      }
    }
    return List.copyOf(all);
  }

  private void addUp() {
    handle.execute(
        """
        create temp table if not exists recent_spend (set_id bigint primary key,
          cost_nanos bigint, calls bigint, told_requests bigint, early_nanos bigint,
          early_priced bigint, late_priced bigint)
        """);
    handle.execute("delete from recent_spend");
    handle
        .createUpdate(ADD_UP.formatted(wanted()))
        .bind("from", query.from().getEpochSecond())
        .bind("newest", query.newest().getEpochSecond())
        .execute();
  }

  /** On the events that count. */
  private String wanted() {
    return query.within().isEmpty() ? "1 = 1" : OF_A_TENANT;
  }

  private List<Row> largest(Dimension by) {
    List<Row> rows = new ArrayList<>();
    try (ResultIterator<Row> values =
        handle
            .createQuery(VALUES.formatted(Columns.of(by)))
            .bind("dimension", by.code())
            .map((row, context) -> Row.of(row))
            .iterator()) {
      while (values.hasNext()) {
        Row row = values.next();
        if (rows.size() >= query.most() && row.costNanos() < query.limit().nanos()) {
          break;
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private record Row(
      String value,
      long costNanos,
      long calls,
      long toldRequests,
      long earlyNanos,
      long earlyPriced,
      long latePriced) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("dim_value"),
          row.getLong("cost_nanos"),
          row.getLong("calls"),
          row.getLong("told_requests"),
          row.getLong("early_nanos"),
          row.getLong("early_priced"),
          row.getLong("late_priced"));
    }

    RecentSpend shown(Dimension by, @Nullable Long repeats) {
      return new RecentSpend(by, value, Money.usd(costNanos), calls, repeats, costRise());
    }

    private @Nullable BigDecimal costRise() {
      if (earlyNanos <= 0 || latePriced == 0) {
        return null;
      }
      BigDecimal late = BigDecimal.valueOf(costNanos - earlyNanos);
      return late.multiply(BigDecimal.valueOf(earlyPriced))
          .divide(
              BigDecimal.valueOf(earlyNanos).multiply(BigDecimal.valueOf(latePriced)),
              RATIO_DIGITS,
              RoundingMode.HALF_EVEN);
    }
  }
}
