// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.LedgerException.Reason;
import aispend.model.Dimension;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The database: one writing connection, a few reading ones, migrations. After any error of a write
 * the connection is thrown away, since SQLite on a full disk ends the transaction by itself and the
 * connection then refuses every later commit. Any thread may use it.
 */
final class Storage implements AutoCloseable {
  private final Database database;
  private final Jdbi writing;
  private final Jdbi reading;
  private final Optional<Jdbi> tenantReading;
  private final ReentrantLock writeLock = new ReentrantLock(true);

  /** Guarded by the lock. */
  private @Nullable Handle writer;

  private Storage(Database database) {
    this.database = database;
    this.writing = Jdbi.create(database.writers());
    writing.getConfig(Statements.class).inWordsOf(database);
    this.reading = Jdbi.create(database.readers());
    this.tenantReading = database.tenants().map(Jdbi::create);
  }

  /**
   * Opens the database, making it when it is not there, and brings its schema up to date.
   *
   * @throws LedgerException when it cannot be opened or is newer than this version
   */
  static Storage open(LedgerPlace place) {
    Database database =
        place.isPostgresql() ? new PostgresDatabase(place) : new SqliteDatabase(place.url());
    Storage storage = new Storage(database);
    try {
      database.prepare();
      storage.migrate(place.url());
      return storage;
    } catch (LedgerException e) {
      storage.close();
      throw e;
    } catch (FlywayException | JdbiException | IOException | SQLException e) {
      storage.close();
      throw new LedgerException(
          "cannot open the ledger at "
              + place.url()
              + ": "
              + rootMessage(e)
              + ". "
              + database.advice(),
          e);
    }
  }

  /** What is the database's own. */
  Database database() {
    return database;
  }

  /** Runs one transaction and returns when it is durable. Calls are done one at a time. */
  <T> T write(String what, Function<Handle, T> work) {
    return write(what, work, true);
  }

  /** As {@link #write}, for what changes nothing that readers keep by the revision. */
  <T> T writeQuietly(String what, Function<Handle, T> work) {
    return write(what, work, false);
  }

  private <T> T write(String what, Function<Handle, T> work, boolean noted) {
    writeLock.lock();
    try {
      T result = inTransaction(work, noted);
      database.committed(noted);
      return result;
    } catch (ArithmeticException e) {
      throw new LedgerException(
          Reason.REFUSED,
          "cannot " + what + ": a sum is beyond what the ledger can hold: " + e.getMessage(),
          e);
    } catch (JdbiException | RowWriter.RefusedException e) {
      throw new LedgerException(reason(e), "cannot " + what + ": " + why(e), e);
    } finally {
      writeLock.unlock();
    }
  }

  /** On the one handle that writes, which is kept with its prepared statements until an error. */
  private <T> T inTransaction(Function<Handle, T> work, boolean noted) {
    Handle handle = writer == null ? writing.open() : writer;
    writer = handle;
    try {
      return handle.inTransaction(
          open -> {
            database.begin(open);
            T result = work.apply(open);
            database.end(open, noted);
            return result;
          });
    } catch (RuntimeException | Error e) {
      writer = null;
      try (handle) {
        database.writers().evictConnection(handle.getConnection());
        throw e; // with what closing says beside it
      }
    }
  }

  /**
   * Runs queries that all see the same state; once again where the connection turns out to be lost,
   * as all others are likely to be, too.
   */
  <T> T read(String what, Function<Handle, T> work) {
    return read(reading, database.readers(), what, work);
  }

  /** As {@link #read}, behind the database's own wall where it has one that holds. */
  <T> T readWithin(Map<Dimension, String> own, String what, Function<Handle, T> work) {
    if (tenantReading.isEmpty() || !TenantWall.holds(own)) {
      return read(what, work);
    }
    return read(
        tenantReading.get(),
        database.tenants().orElseThrow(),
        what,
        handle -> {
          TenantWall.enter(handle, own);
          return work.apply(handle);
        });
  }

  private <T> T read(Jdbi from, HikariDataSource pool, String what, Function<Handle, T> work) {
    try {
      return readOnce(from, pool, work);
    } catch (JdbiException | RowWriter.RefusedException e) {
      if (fault(e).filter(database::isLostConnection).isEmpty()) {
        throw new LedgerException("cannot " + what + ": " + why(e), e);
      }
    }
    pool.getHikariPoolMXBean().softEvictConnections();
    try {
      return readOnce(from, pool, work);
    } catch (JdbiException | RowWriter.RefusedException e) {
      throw new LedgerException("cannot " + what + ": " + why(e), e);
    }
  }

  private <T> T readOnce(Jdbi from, HikariDataSource pool, Function<Handle, T> work) {
    try (Handle handle = from.open()) {
      try {
        return handle.inTransaction(database.readingIsolation(), work::apply);
      } catch (RuntimeException | Error e) {
        pool.evictConnection(handle.getConnection());
        throw e;
      }
    }
  }

  /** Runs statements by themselves, outside a transaction. */
  void alone(String what, Consumer<Handle> work) {
    try (Handle handle = reading.open()) {
      work.accept(handle);
    } catch (JdbiException e) {
      throw new LedgerException("cannot " + what + ": " + why(e), e);
    }
  }

  /** Gives some freed space back to the disk. */
  void shrink() {
    writeQuietly(
        "give space back",
        handle -> {
          database.shrink(handle);
          return true;
        });
  }

  long revision() {
    return database.revision();
  }

  long bytes() {
    return database.bytes();
  }

  @Override
  public void close() {
    database.readers().close();
    database.tenants().ifPresent(HikariDataSource::close);
    writeLock.lock();
    try {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } finally {
      writeLock.unlock();
    }
    database.writers().close();
  }

  private void migrate(String url) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.migrators())
            .locations(database.migrations().toArray(String[]::new))
            .failOnMissingLocations(true)
            .callbacks(database.isShared() ? new Callback[] {new Unhurried()} : new Callback[0])
            .load();
    for (MigrationInfo migration : flyway.info().all()) {
      // Flyway itself would go on with a schema that it does not know.
      if (migration.getState().isResolved() || !migration.getState().isApplied()) {
        continue;
      }
      throw new LedgerException(
          "the ledger at "
              + url
              + " has schema version "
              + migration.getVersion()
              + ", which this version of aispend does not know; run the newer version that wrote"
              + " it, or restore a backup from before",
          null);
    }
    flyway.migrate();
  }

  /** What the database said, and what to do where it says that it is damaged. */
  private String why(Throwable error) {
    boolean damaged = fault(error).filter(database::isDamage).isPresent();
    return rootMessage(error)
        + (damaged ? ". Stop the daemon and restore the ledger from a backup" : "");
  }

  private Reason reason(Throwable error) {
    return fault(error).filter(database::isRefusal).isPresent()
        ? Reason.REFUSED
        : Reason.UNAVAILABLE;
  }

  /** What the database itself said: the deepest; beneath it there may be why the network failed. */
  private static Optional<SQLException> fault(Throwable error) {
    Optional<SQLException> fault = Optional.empty();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException said) {
        fault = Optional.of(said);
      }
    }
    return fault;
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String rootMessage(Throwable error) {
    Throwable root = root(error);
    String text = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root instanceof SQLException ? text : root.getClass().getSimpleName() + ": " + text;
  }
}
