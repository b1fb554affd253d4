// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Tells that a daemon runs on a ledger in PostgreSQL, and by which prices it writes: a lock of its
 * session, which ends with the connection, however it ends. Several daemons share it.
 */
public final class PostgresMark implements AutoCloseable {
  private static final String MARK = "select pg_try_advisory_lock_shared(7019266811047408741)";
  private static final String PROBE = "select pg_try_advisory_lock(7019266811047408741)";
  private static final String READ = "select value from meta where name = 'daemon_prices'";
  private static final String KEEP =
      """
      insert into meta (name, value) values ('daemon_prices', ?)
      on conflict (name) do update set value = excluded.value
      """;

  private final Connection connection;

  private PostgresMark(Connection connection) {
    this.connection = connection;
  }

  /**
   * Marks the ledger as that of a running daemon.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public static PostgresMark on(LedgerPlace place) {
    try {
      Connection connection = PostgresDatabase.connect(place);
      isGranted(connection, MARK);
      return new PostgresMark(connection);
    } catch (SQLException e) {
      throw new LedgerException("cannot mark the ledger as in use: " + e.getMessage(), e);
    }
  }

  /** Says by which prices it writes from now on. */
  public void prices(String version) {
    try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
      keep.setString(1, version);
      keep.executeUpdate();
    } catch (SQLException e) {
      throw new LedgerException("cannot tell commands the prices in force: " + e.getMessage(), e);
    }
  }

  /**
   * The prices of the daemons that run on a ledger; empty when none does.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public static Optional<String> runningWith(LedgerPlace place) {
    try (Connection connection = PostgresDatabase.connect(place);
        Statement statement = connection.createStatement()) {
      if (isGranted(connection, PROBE)) {
        return Optional.empty();
      }
      try (ResultSet rows = statement.executeQuery(READ)) {
        return Optional.of(rows.next() ? rows.getString(1) : "");
      }
    } catch (SQLException e) {
      throw new LedgerException(
          "cannot see whether a daemon runs on the ledger: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new LedgerException("cannot take the mark off the ledger: " + e.getMessage(), e);
    }
  }

  private static boolean isGranted(Connection connection, String lock) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(lock)) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
