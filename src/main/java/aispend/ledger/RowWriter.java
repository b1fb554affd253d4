// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One statement run for many rows, sent a few hundred rows at a time. Jdbi's own batch keeps every
 * bound value as an object until the end, which a week of hourly rows does not fit into. Used by
 * one thread within one transaction.
 */
final class RowWriter implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 500;
  private static final int[] NOWHERE = {};

  /** The database refused. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(SQLException cause) {
      super(cause);
    }
  }

  private final Handle handle;
  private final Statements.Prepared prepared;
  private final PreparedStatement statement;
  private int waiting;

  /**
   * Prepares a statement.
   *
   * @param sql with named parameters: {@code :name}; no colon otherwise
   */
  RowWriter(Handle handle, String sql) {
    this.handle = handle;
    this.prepared = Statements.take(handle, sql);
    this.statement = prepared.statement();
  }

  RowWriter bind(String name, long value) {
    try {
      for (int place : places(name)) {
        statement.setLong(place, value);
      }
      return this;
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  RowWriter bind(String name, @Nullable Long value) {
    return value == null ? bindNull(name) : bind(name, value.longValue());
  }

  RowWriter bind(String name, @Nullable String value) {
    try {
      for (int place : places(name)) {
        statement.setString(place, value);
      }
      return this;
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  private RowWriter bindNull(String name) {
    try {
      for (int place : places(name)) {
        statement.setNull(place, Types.NULL);
      }
      return this;
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  private int[] places(String name) {
    return prepared.places().getOrDefault(name, NOWHERE);
  }

  /** Takes the bound values as one row; it is written now or later. */
  void add() {
    hold();
    if (waiting >= ROWS_AT_ONCE) {
      flush();
    }
  }

  /** Takes the bound values as one row, which waits for {@link #write}. */
  void hold() {
    try {
      statement.addBatch();
      waiting++;
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  /** Writes the rows that wait. */
  void flush() {
    if (waiting > 0) {
      write();
    }
  }

  /** Writes the rows that wait, at least one, and tells how many rows of the table each changed. */
  int[] write() {
    try {
      waiting = 0;
      return statement.executeBatch();
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  /** Writes the bound values as one row at once, and tells how many rows changed. */
  int execute() {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  /** Does not write what still waits. */
  @Override
  public void close() {
    Statements.giveBack(handle, prepared);
  }
}
