// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A query for one row that is asked often, with little effort each time. Used by one thread within
 * one transaction.
 */
final class Lookup implements AutoCloseable {
  /** What a row says; never null. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Handle handle;
  private final Statements.Prepared query;

  /**
   * Prepares a query.
   *
   * @param sql with a question mark for each part of the key
   */
  Lookup(Handle handle, String sql) {
    this.handle = handle;
    this.query = Statements.take(handle, sql);
  }

  /** Whether there is such a row; the parts of the key are texts and whole numbers. */
  boolean finds(Object... key) {
    return find(row -> true, key).isPresent();
  }

  Optional<Long> number(Object... key) {
    return find(row -> row.getLong(1), key);
  }

  Optional<String> text(Object... key) {
    return find(row -> row.getString(1), key);
  }

  /** The first row. */
  <T> Optional<T> find(Row<T> reader, Object... key) {
    PreparedStatement statement = query.statement();
    try {
      for (int i = 0; i < key.length; i++) {
        statement.setObject(i + 1, key[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  @Override
  public void close() {
    Statements.giveBack(handle, query);
  }
}
