// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import aispend.ledger.LabelBounds;
import aispend.ledger.LedgerPlace;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server, from the binaries that Maven brings, and a new database of it for each
 * ledger. One server for all tests, started by the first that asks; it ends with the process. The
 * first ledger makes its tables itself, and those of the others are copies, as that takes a
 * twentieth of the time.
 */
public final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final String EMPTY_LEDGER = "empty_ledger";

  /** Started when it is first asked for. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "300")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Postgres() {}

  /** A new, empty database. */
  public static LedgerPlace newDatabase() {
    return create("plain", "");
  }

  /** A new database with an empty ledger. */
  public static LedgerPlace newLedger() {
    return create("ledger", " template " + Template.NAME);
  }

  /** Made when it is first asked for. */
  private static final class Template {
    private static final String NAME = make();

    private static String make() {
      execute("create database " + EMPTY_LEDGER);
      SqlLedger.open(place(EMPTY_LEDGER), List.of(Dimension.PROVIDER), LabelBounds.NONE).close();
      return EMPTY_LEDGER;
    }
  }

  private static LedgerPlace create(String prefix, String like) {
    String name = prefix + DATABASES.incrementAndGet();
    execute("create database " + name + like);
    return place(name);
  }

  private static void execute(String sql) {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LedgerPlace place(String database) {
    return new LedgerPlace(
        "jdbc:postgresql://localhost:" + Server.RUNNING.getPort() + "/" + database,
        "postgres",
        new Secret("postgres"));
  }
}
