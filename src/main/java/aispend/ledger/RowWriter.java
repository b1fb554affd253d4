// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One statement run for many rows: prepared once, sent a few hundred rows at a time. Jdbi's own
 * batch keeps every bound value as an object until the end, which a week of hourly rows does not
 * fit into. Used by one thread within one transaction.
 */
final class RowWriter implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 500;
  private static final Pattern NAME = Pattern.compile(":(\\w+)");

  /** The database refused. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(SQLException cause) {
      super(cause);
    }
  }

  private final PreparedStatement statement;
  private final Map<String, List<Integer>> places = new HashMap<>();
  private int waiting;

  /**
   * Prepares a statement.
   *
   * @param sql with named parameters: {@code :name}; no colon otherwise
   */
  RowWriter(Handle handle, String sql) {
    Matcher names = NAME.matcher(sql);
    for (int place = 1; names.find(); place++) {
      places.computeIfAbsent(names.group(1), none -> new ArrayList<>()).add(place);
    }
    try {
      @SuppressWarnings("resource") // the handle's
      Connection connection = handle.getConnection();
      statement = connection.prepareStatement(names.replaceAll("?"));
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  RowWriter bind(String name, long value) {
    return each(name, place -> statement.setLong(place, value));
  }

  RowWriter bind(String name, @Nullable Long value) {
    return value == null
        ? each(name, place -> statement.setNull(place, Types.BIGINT))
        : bind(name, value.longValue());
  }

  RowWriter bind(String name, @Nullable String value) {
    return each(name, place -> statement.setString(place, value));
  }

  /** Takes the bound values as one row; it is written now or later. */
  void add() {
    try {
      statement.addBatch();
      waiting++;
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
    if (waiting >= ROWS_AT_ONCE) {
      flush();
    }
  }

  /** Writes the rows that wait. */
  void flush() {
    if (waiting == 0) {
      return;
    }
    try {
      statement.executeBatch();
      waiting = 0;
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
    try {
      statement.close();
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  private interface Setter {
    void set(int place) throws SQLException;
  }

  private RowWriter each(String name, Setter setter) {
    try {
      for (int place : places.getOrDefault(name, List.of())) {
        setter.set(place);
      }
      return this;
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }
}
