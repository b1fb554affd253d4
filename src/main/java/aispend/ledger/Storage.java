// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.LedgerException.Reason;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * The database: one writing connection, a few reading ones, migrations. After any error of a write
 * the connection is thrown away, since SQLite on a full disk ends the transaction by itself and the
 * connection then refuses every later commit. Any thread may use it.
 */
final class Storage implements AutoCloseable {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final int READERS = 4;

  /**
   * Ids are random, so that few pages are written twice in a short while: copying the log into the
   * file rarely costs half as much. The log stays at some 16 MB of 4 KiB pages.
   */
  private static final int CHECKPOINT_PAGES = 4_000;

  /** Freed pages that are given back in one transaction: a megabyte. */
  private static final int PAGES_AT_ONCE = 256;

  /**
   * The index on ids is written all over the hour that events are of; this holds an hour of many.
   */
  private static final int WRITER_CACHE_KIB = 16_384;

  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Jdbi writing;
  private final Jdbi reading;
  private final ReentrantLock writeLock = new ReentrantLock(true);

  /** Guarded by the lock. */
  private @Nullable Handle writer;

  private final AtomicLong revision = new AtomicLong();
  private final Path file;

  private Storage(String url) {
    file = file(url);
    writers = pool(url, "transaction_mode=IMMEDIATE&cache_size=-" + WRITER_CACHE_KIB, 1);
    readers = pool(url, "transaction_mode=DEFERRED", READERS);
    writing = Jdbi.create(writers);
    reading = Jdbi.create(readers);
  }

  /**
   * Opens the database, making it when it is not there, and brings its schema up to date.
   *
   * @param url {@code jdbc:sqlite:FILE}
   * @throws LedgerException when it cannot be opened or is newer than this version
   */
  static Storage open(String url) {
    if (!url.startsWith(SQLITE) || url.startsWith(SQLITE + ":") || url.equals(SQLITE)) {
      throw new LedgerException(
          "ledger.url is '" + url + "'; this version keeps its ledger in SQLite: jdbc:sqlite:FILE",
          null);
    }
    @Nullable Storage storage = null;
    try {
      createFolder(file(url));
      requireWritable(file(url));
      prepare(url);
      probe(url);
      storage = new Storage(url);
      storage.migrate(url);
      return storage;
    } catch (LedgerException e) {
      close(storage);
      throw e;
    } catch (FlywayException | JdbiException | IOException | SQLException e) {
      close(storage);
      throw new LedgerException(
          "cannot open the ledger at "
              + url
              + ": "
              + rootMessage(e)
              + ". Check that the folder is"
              + " writable and the file is a ledger of this version; restore it from a backup if it"
              + " is damaged",
          e);
    }
  }

  /** Runs one transaction and returns when it is durable. Calls are done one at a time. */
  <T> T write(String what, Function<Handle, T> work) {
    T result = writeQuietly(what, work);
    revision.incrementAndGet();
    return result;
  }

  /** As {@link #write}, for what changes nothing that readers keep by the revision. */
  <T> T writeQuietly(String what, Function<Handle, T> work) {
    writeLock.lock();
    try {
      return inTransaction(work);
    } catch (ArithmeticException e) {
      throw new LedgerException(
          Reason.REFUSED,
          "cannot " + what + ": a sum is beyond what the ledger can hold: " + e.getMessage(),
          e);
    } catch (JdbiException | RowWriter.RefusedException e) {
      throw new LedgerException(reason(e), "cannot " + what + ": " + rootMessage(e), e);
    } finally {
      writeLock.unlock();
    }
  }

  /** On the one handle that writes, which is kept with its prepared statements until an error. */
  private <T> T inTransaction(Function<Handle, T> work) {
    Handle handle = writer == null ? writing.open() : writer;
    writer = handle;
    try {
      return handle.inTransaction(work::apply);
    } catch (RuntimeException | Error e) {
      writer = null;
      try (handle) {
        writers.evictConnection(handle.getConnection());
        throw e; // with what closing says beside it
      }
    }
  }

  /** Runs queries that all see the same state. */
  <T> T read(String what, Function<Handle, T> work) {
    try (Handle handle = reading.open()) {
      try {
        return handle.inTransaction(TransactionIsolationLevel.SERIALIZABLE, work::apply);
      } catch (RuntimeException | Error e) {
        readers.evictConnection(handle.getConnection());
        throw e;
      }
    } catch (JdbiException | RowWriter.RefusedException e) {
      throw new LedgerException("cannot " + what + ": " + rootMessage(e), e);
    }
  }

  /** Runs statements by themselves, outside a transaction. */
  void alone(String what, Consumer<Handle> work) {
    try (Handle handle = reading.open()) {
      work.accept(handle);
    } catch (JdbiException e) {
      throw new LedgerException("cannot " + what + ": " + rootMessage(e), e);
    }
  }

  /** Gives some freed pages back to the disk; does nothing in a file that was not made for it. */
  void shrink() {
    writeQuietly(
        "give space back",
        handle -> {
          try (Statement statement = handle.getConnection().createStatement()) {
            return statement.executeUpdate("pragma incremental_vacuum(" + PAGES_AT_ONCE + ")");
          } catch (SQLException e) {
            throw new RowWriter.RefusedException(e);
          }
        });
  }

  long revision() {
    return revision.get();
  }

  /** Bytes of the database and its write-ahead log. */
  long bytes() {
    long sum = 0;
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Path path = Path.of(file + suffix);
      try {
        sum += Files.exists(path) ? Files.size(path) : 0;
      } catch (IOException e) {
        throw new LedgerException("cannot read the size of " + path, e);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    readers.close();
    writeLock.lock();
    try {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } finally {
      writeLock.unlock();
    }
    writers.close();
  }

  private void migrate(String url) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(writers)
            .locations("classpath:db/migration")
            .failOnMissingLocations(true)
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

  /** A new file is made so that it can shrink; that cannot be changed once it holds anything. */
  private static void prepare(String url) throws IOException, SQLException {
    Path path = file(url);
    if (Files.exists(path) && Files.size(path) > 0) {
      return;
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma auto_vacuum = incremental");
      statement.execute("vacuum");
    }
  }

  /** Opens the file once without a pool, which would try again for long before it says why not. */
  private static void probe(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(withPragmas(url));
        Statement statement = connection.createStatement()) {
      statement.execute("select count(*) from sqlite_master");
    }
  }

  private static void close(@Nullable Storage storage) {
    if (storage != null) {
      storage.close();
    }
  }

  /** The file of a ledger's URL. */
  static Path file(String url) {
    try {
      return Path.of(url.substring(SQLITE.length()).replaceFirst("\\?.*", ""));
    } catch (InvalidPathException e) {
      throw new LedgerException("ledger.url is '" + url + "'; this is not the name of a file", e);
    }
  }

  private static void createFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  /** SQLite opens a read-only file without a word, and fails at the first write. */
  private static void requireWritable(Path file) throws IOException {
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new IOException(file + " is not writable for the user that runs this");
    }
  }

  private static HikariDataSource pool(String url, String mode, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(withPragmas(url) + "&" + mode);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size == 1 ? 1 : 0);
    config.setPoolName("ledger-" + (size == 1 ? "writer" : "readers"));
    config.setConnectionTimeout(Duration.ofSeconds(12).toMillis());
    // Nothing is opened here: the first use says what is wrong.
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static String withPragmas(String url) {
    return url
        + (url.contains("?") ? "&" : "?")
        + "journal_mode=WAL&synchronous=FULL&busy_timeout=10000&foreign_keys=on"
        + "&wal_autocheckpoint="
        + CHECKPOINT_PAGES;
  }

  /** The checks of the schema refuse sums that overflow; all else is the database's trouble. */
  private static Reason reason(Throwable error) {
    return root(error) instanceof SQLException e
            && e.getErrorCode() == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        ? Reason.REFUSED
        : Reason.UNAVAILABLE;
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
