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
 * session, which ends with the connection, however it ends. Several daemons share it, and whoever
 * asks takes none. Any thread may use it.
 */
public final class PostgresMark implements AutoCloseable {
  private static final int SECONDS = 5;
  private static final String MARK = "select pg_advisory_lock_shared(1634300016, 1)";

  private static final String MARKED =
      """
      select count(*) from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and l.classid = 1634300016 and l.objid = 1 and l.objsubid = 2
        and l.granted and d.datname = current_database()
      """;

  private static final String READ = "select value from meta where name = 'daemon_prices'";
  private static final String KEEP =
      """
      insert into meta (name, value) values ('daemon_prices', ?)
      on conflict (name) do update set value = excluded.value
      """;

  private final LedgerPlace place;
  private Connection connection;

  private PostgresMark(LedgerPlace place, Connection connection) {
    this.place = place;
    this.connection = connection;
  }

  /**
   * Marks the ledger as that of a running daemon.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public static PostgresMark on(LedgerPlace place) {
    try {
      return new PostgresMark(place, marking(place));
    } catch (SQLException e) {
      throw new LedgerException("cannot mark the ledger as in use: " + e.getMessage(), e);
    }
  }

  /**
   * Marks it again where the connection was lost.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public synchronized void renew() {
    try {
      if (!connection.isValid(SECONDS)) {
        connection.close();
        connection = marking(place);
      }
    } catch (SQLException e) {
      throw new LedgerException("cannot mark the ledger as in use again: " + e.getMessage(), e);
    }
  }

  /** Says by which prices it writes from now on. */
  public synchronized void prices(String version) {
    renew();
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
      try (ResultSet rows = statement.executeQuery(MARKED)) {
        if (!rows.next() || rows.getLong(1) == 0) {
          return Optional.empty();
        }
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
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new LedgerException("cannot take the mark off the ledger: " + e.getMessage(), e);
    }
  }

  private static Connection marking(LedgerPlace place) throws SQLException {
    Connection connection = PostgresDatabase.connect(place);
    try (Statement statement = connection.createStatement()) {
      statement.execute(MARK);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
