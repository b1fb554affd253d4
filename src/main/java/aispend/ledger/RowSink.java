// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Where rows of a table go, many of them with little memory. Used by one thread. */
abstract sealed class RowSink implements AutoCloseable {
  /** Into a table of the transaction that a connection is in. */
  static RowSink into(Connection connection, LedgerPlace place, MovedTable table)
      throws SQLException {
    return place.isPostgresql() ? new Copied(connection, table) : new Inserted(connection, table);
  }

  /** Takes the row a result stands at, whose columns are the table's. */
  abstract void add(ResultSet row) throws SQLException;

  /** Writes what still waits. */
  abstract void finish() throws SQLException;

  @Override
  public abstract void close() throws SQLException;

  /** By PostgreSQL's COPY, in its text format. */
  private static final class Copied extends RowSink {
    private static final int CHARS_AT_ONCE = 1 << 16;

    private final int columns;
    private final CopyIn copy;
    private final StringBuilder waiting = new StringBuilder();

    Copied(Connection connection, MovedTable table) throws SQLException {
      this.columns = table.columns().size();
      this.copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy " + table.name() + " (" + table.list() + ") from stdin");
    }

    @Override
    void add(ResultSet row) throws SQLException {
      for (int i = 1; i <= columns; i++) {
        if (i > 1) {
          waiting.append('\t');
        }
        append(row.getString(i));
      }
      waiting.append('\n');
      if (waiting.length() >= CHARS_AT_ONCE) {
        send();
      }
    }

    private void append(@Nullable String value) {
      if (value == null) {
        waiting.append("\\N");
        return;
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '\\' -> waiting.append("\\\\");
          case '\t' -> waiting.append("\\t");
          case '\n' -> waiting.append("\\n");
          case '\r' -> waiting.append("\\r");
          default -> waiting.append(c);
        }
      }
    }

    private void send() throws SQLException {
      byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
      waiting.setLength(0);
    }

    @Override
    void finish() throws SQLException {
      send();
      copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** By a batch of statements. */
  private static final class Inserted extends RowSink {
    private static final int ROWS_AT_ONCE = 500;

    private final int columns;
    private final PreparedStatement insert;
    private int waiting;

    Inserted(Connection connection, MovedTable table) throws SQLException {
      this.columns = table.columns().size();
      this.insert =
          connection.prepareStatement(
              "insert into %s (%s) values (%s)"
                  .formatted(
                      table.name(),
                      table.list(),
                      String.join(", ", Collections.nCopies(columns, "?"))));
    }

    @Override
    void add(ResultSet row) throws SQLException {
      for (int i = 1; i <= columns; i++) {
        insert.setObject(i, row.getObject(i));
      }
      insert.addBatch();
      if (++waiting >= ROWS_AT_ONCE) {
        finish();
      }
    }

    @Override
    void finish() throws SQLException {
      insert.executeBatch();
      waiting = 0;
    }

    @Override
    public void close() throws SQLException {
      insert.close();
    }
  }
}
