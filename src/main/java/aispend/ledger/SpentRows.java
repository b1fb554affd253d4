// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Savings;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Hands on canonical spend by provider, model and project one by one. There may be a hundred
 * thousand of them, many times over: nothing is held here, and only what is asked for is read.
 */
final class SpentRows {
  private static final String OF_STRETCH =
      """
      select c.provider, c.model, c.project, sum(t.cost_nanos), sum(t.cache_savings_nanos),
        sum(t.tier_savings_nanos)
      from %s t join cube c on c.cube_id = t.cube_id
      where t.view = ? and t.start >= ? and t.start < ?
      group by c.cube_id having %s
      """;

  /** What vanished leaves sums of nothing behind. */
  private static final String ANYTHING =
      Columns.SUMS.stream().map("sum(t.%s) <> 0"::formatted).collect(Collectors.joining(" or "));

  private final Handle handle;
  private final DisplayNames names;
  private final Consumer<Spent> sink;

  private SpentRows(Handle handle, Consumer<Spent> sink) {
    this.handle = handle;
    this.names = DisplayNames.read(handle);
    this.sink = sink;
  }

  static void read(Handle handle, List<ChargePeriod> periods, Consumer<Spent> sink) {
    SpentRows rows = new SpentRows(handle, sink);
    try {
      for (int period = 0; period < periods.size(); period++) {
        for (SumStretch stretch : SumStretch.of("cube", periods.get(period))) {
          rows.send(period, stretch);
        }
      }
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  private void send(int period, SumStretch stretch) throws SQLException {
    String sql = OF_STRETCH.formatted(stretch.table(), ANYTHING);
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      statement.setInt(1, Rollups.View.CANONICAL.code());
      statement.setLong(2, stretch.from());
      statement.setLong(3, stretch.until());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sink.accept(spent(period, rows));
        }
      }
    }
  }

  private Spent spent(int period, ResultSet row) throws SQLException {
    String provider = row.getString(1);
    return new Spent(
        period,
        names.name(provider, Dimension.PROVIDER, provider),
        names.name(provider, Dimension.MODEL, row.getString(2)),
        names.name(provider, Dimension.PROJECT, row.getString(3)),
        row.getLong(4),
        Savings.usd(row.getLong(5), row.getLong(6)));
  }
}
