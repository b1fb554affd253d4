// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Adds changes to the rows of one table of sums. Most changes leave most columns as they are, and
 * binding a 0 costs as much as binding an amount, so there are two statements: one for the columns
 * that nearly all changes are in, one for all.
 */
final class SumUpsert {
  private final String usual;
  private final String full;

  /**
   * For one table.
   *
   * @param key the columns that tell its rows apart; to be bound by the caller
   */
  SumUpsert(String table, List<String> key) {
    this.usual = sql(table, key, Columns.USUAL_SUMS);
    this.full = sql(table, key, Columns.SUMS);
  }

  Rows rows(Handle handle) {
    return new Rows(new RowWriter(handle, usual), new RowWriter(handle, full));
  }

  /** The rows of one transaction; what was added waits for {@link #flush}. */
  record Rows(RowWriter usual, RowWriter full) implements AutoCloseable {
    /** A row with its change bound; its key is missing. */
    RowWriter of(Delta delta) {
      return delta.isUsual() ? Columns.bindUsual(usual, delta) : Columns.bind(full, delta);
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
  }

  /** Columns that are not changed begin at 0. */
  private static String sql(String table, List<String> key, List<String> changed) {
    return """
        insert into %1$s (%2$s, %3$s) values (%4$s, %5$s)
        on conflict (%6$s) do update set %7$s
        """
        .formatted(
            table,
            Columns.list(key),
            Columns.list(Columns.SUMS),
            Columns.parameters(key),
            Columns.SUMS.stream()
                .map(column -> changed.contains(column) ? ":" + column : "0")
                .collect(Collectors.joining(", ")),
            Columns.list(key),
            changed.stream()
                .map(column -> "%1$s = %2$s.%1$s + excluded.%1$s".formatted(column, table))
                .collect(Collectors.joining(", ")));
  }
}
