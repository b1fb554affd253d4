// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.sqlite.SQLiteErrorCode;

/** A ledger in one file, in write-ahead mode, synced at each commit. */
final class SqliteDatabase implements Database {
  static final String PREFIX = "jdbc:sqlite:";
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

  /** How many rows this connection changed since it was opened. */
  private static final String OWN_CHANGES = "select total_changes()";

  /** Another number after each commit of another connection. */
  private static final String OTHERS_COMMITS = "pragma data_version";

  private static final Pattern TEXT_KEY = Pattern.compile("text_key\\((\\w+)\\)");

  private final String url;
  private final Path file;
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final AtomicLong revision = new AtomicLong();

  /** Opens nothing yet. */
  SqliteDatabase(String url) {
    this.url = url;
    this.file = file(url);
    this.writers = pool(url, "transaction_mode=IMMEDIATE&cache_size=-" + WRITER_CACHE_KIB, 1);
    this.readers = pool(url, "transaction_mode=DEFERRED", READERS);
  }

  /**
   * The file of a ledger's URL.
   *
   * @throws LedgerException when it names none
   */
  static Path file(String url) {
    if (!url.startsWith(PREFIX) || url.startsWith(PREFIX + ":") || url.equals(PREFIX)) {
      throw new LedgerException(
          "ledger.url is '" + url + "'; write jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE",
          null);
    }
    try {
      return Path.of(url.substring(PREFIX.length()).replaceFirst("\\?.*", ""));
    } catch (InvalidPathException e) {
      throw new LedgerException("ledger.url is '" + url + "'; this is not the name of a file", e);
    }
  }

  @Override
  public void prepare() throws IOException, SQLException {
    createFolder();
    requireWritable();
    makeShrinkable();
    probe();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public HikariDataSource writers() {
    return writers;
  }

  @Override
  public HikariDataSource readers() {
    return readers;
  }

  @Override
  public Optional<HikariDataSource> tenants() {
    return Optional.empty();
  }

  @Override
  public TransactionIsolationLevel readingIsolation() {
    return TransactionIsolationLevel.SERIALIZABLE;
  }

  @Override
  public HikariDataSource migrators() {
    return writers;
  }

  /** A text of any length may be part of a key. */
  @Override
  public String ownWords(String sql) {
    return TEXT_KEY.matcher(sql).replaceAll("$1");
  }

  @Override
  public List<String> migrations() {
    return List.of("classpath:db/migration");
  }

  @Override
  public String advice() {
    return "Check that the folder is writable and the file is a ledger of this version; restore it"
        + " from a backup if it is damaged";
  }

  /** Its transactions are exclusive from their begin. */
  @Override
  public void begin(Handle handle) {}

  @Override
  public void opened(Handle handle) {}

  @Override
  public void end(Handle handle, boolean noted) {}

  @Override
  public void committed(boolean noted) {
    if (noted) {
      revision.incrementAndGet();
    }
  }

  @Override
  public long revision() {
    return revision.get();
  }

  @Override
  public long ownWrites(Handle handle, boolean ending) {
    return number(handle, OWN_CHANGES);
  }

  @Override
  public long othersWrites(Handle handle) {
    return number(handle, OTHERS_COMMITS);
  }

  /** The checks of the schema refuse sums that overflow. */
  @Override
  public boolean isRefusal(SQLException error) {
    return error.getErrorCode() == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }

  @Override
  public boolean isDamage(SQLException error) {
    int code = error.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  @Override
  public boolean hasMonths() {
    return false;
  }

  /** A file does not hang up. */
  @Override
  public boolean isLostConnection(SQLException error) {
    return false;
  }

  /** Of the database and its write-ahead log. */
  @Override
  public long bytes() {
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

  /** Does nothing in a file that was not made for it. */
  @Override
  public void shrink(Handle handle) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.executeUpdate("pragma incremental_vacuum(" + PAGES_AT_ONCE + ")");
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  private static long number(Handle handle, String sql) {
    try (Lookup lookup = new Lookup(handle, sql)) {
      return lookup.number().orElseThrow();
    }
  }

  private void createFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  /** SQLite opens a read-only file without a word, and fails at the first write. */
  private void requireWritable() throws IOException {
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new IOException(file + " is not writable for the user that runs this");
    }
  }

  /** A new file is made so that it can shrink; that cannot be changed once it holds anything. */
  private void makeShrinkable() throws IOException, SQLException {
    if (Files.exists(file) && Files.size(file) > 0) {
      return;
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma auto_vacuum = incremental");
      statement.execute("vacuum");
    }
  }

  /** Opens the file once without a pool, which would try again for long before it says why not. */
  private void probe() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(withPragmas(url))) {
      Optional<String> damage = FileCheck.damage(connection, FileCheck.PATIENCE);
      if (damage.isPresent()) {
        throw new IOException(file + " is damaged: " + damage.get());
      }
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
}
