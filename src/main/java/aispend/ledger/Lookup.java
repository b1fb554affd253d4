// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A query for one value that is prepared once and asked often. Used by one thread within one
 * transaction.
 */
final class Lookup implements AutoCloseable {
  private final PreparedStatement statement;

  /**
   * Prepares a query.
   *
   * @param sql with one column and a question mark for each part of the key
   */
  Lookup(Handle handle, String sql) {
    try {
      @SuppressWarnings("resource") // the handle's
      Connection connection = handle.getConnection();
      statement = connection.prepareStatement(sql);
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  Optional<String> text(long... key) {
    return find(ResultSet::getString, key);
  }

  Optional<Long> number(long... key) {
    return find(ResultSet::getLong, key);
  }

  /** The number for a key that begins with a text. */
  Optional<Long> number(String first, long... rest) {
    try {
      statement.setString(1, first);
      return found(ResultSet::getLong, 2, rest);
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  private interface Column<T> {
    T read(ResultSet row, int column) throws SQLException;
  }

  private <T> Optional<T> find(Column<T> column, long... key) {
    try {
      return found(column, 1, key);
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  private <T> Optional<T> found(Column<T> column, int place, long... key) throws SQLException {
    for (int i = 0; i < key.length; i++) {
      statement.setLong(place + i, key[i]);
    }
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(column.read(rows, 1)) : Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }
}
