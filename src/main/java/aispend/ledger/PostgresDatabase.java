// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in PostgreSQL, which several daemons may share. They write one after the other, under a
 * lock of the database that ends with the transaction; so what is exact with one writer stays so
 * with several. Each counts its writes in a row of its own, by which the others see that what they
 * keep in memory is old.
 */
final class PostgresDatabase implements Database {
  private static final int READERS = 8;

  /** Beyond this a connection whose other end is gone is given up, in seconds. */
  private static final String SOCKET_TIMEOUT = "300";

  /** Rows that are fetched together; the driver would fetch all of an answer otherwise. */
  private static final String FETCH_SIZE = "1000";

  /** Any number that no other user of the database locks: the first bytes of "aispend". */
  private static final String LOCK = "select pg_advisory_xact_lock(7019266811047408740)";

  /**
   * If this process, or its machine, is gone in the middle of a transaction, others do not wait for
   * long.
   */
  private static final String END_IF_IDLE = "set local idle_in_transaction_session_timeout = '60s'";

  /** What is acknowledged is on disk, even where the server is told not to wait for that. */
  private static final String DURABLY =
      """
      select set_config('synchronous_commit', 'on', false)
      where current_setting('synchronous_commit') = 'off'
      """;

  private static final String SUM_UP =
      """
      insert into ledger_writer (writer_id, writes, revisions)
      select 'past', coalesce(sum(writes), 0), coalesce(sum(revisions), 0) from ledger_writer
      where writer_id <> 'past'
      on conflict (writer_id) do update set writes = ledger_writer.writes + excluded.writes,
        revisions = ledger_writer.revisions + excluded.revisions
      """;

  private static final String FORGET = "delete from ledger_writer where writer_id <> 'past'";

  private static final String COUNT =
      """
      insert into ledger_writer (writer_id, writes, revisions) values (:writer_id, 1, :noted)
      on conflict (writer_id) do update set writes = ledger_writer.writes + 1,
        revisions = ledger_writer.revisions + excluded.revisions
      """;

  private static final String OWN =
      "select coalesce(sum(writes), 0) from ledger_writer where writer_id = ?";

  private static final String OTHERS =
      "select coalesce(sum(writes), 0) from ledger_writer where writer_id <> ?";

  private static final String REVISION = "select coalesce(sum(revisions), 0) from ledger_writer";

  private static final String SIZE = "select pg_database_size(current_database())";

  /** Connection errors; the server ends, or ends the session. */
  private static final List<String> LOSSES = List.of("08", "57P");

  /** Integrity constraints; values that cannot be kept; keys that are too long. */
  private static final List<String> REFUSALS = List.of("22", "23", "54000");

  /** Pages of a table or of an index. */
  private static final List<String> DAMAGES = List.of("XX001", "XX002");

  private final LedgerPlace place;
  private final String writerId = UUID.randomUUID().toString();
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final @Nullable HikariDataSource tenants;

  /** Opens nothing yet. */
  PostgresDatabase(LedgerPlace place) {
    this.place = place;
    this.writers = writers(place);
    this.readers = readers(place, "ledger-readers", null);
    String role = place.tenantRole();
    this.tenants = role == null ? null : readers(place, "ledger-tenants", "set role " + role);
  }

  /** Connects once without a pool, which would try again for long before it says why not. */
  @Override
  public void prepare() throws SQLException {
    try (Connection connection = connect(place);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  static Connection connect(LedgerPlace place) throws SQLException {
    return DriverManager.getConnection(place.url(), properties(place));
  }

  /** As {@link #connect}, for who must know soon that nobody answers. */
  static Connection connect(LedgerPlace place, int answerSeconds) throws SQLException {
    Properties properties = properties(place);
    properties.setProperty("connectTimeout", String.valueOf(answerSeconds));
    properties.setProperty("socketTimeout", String.valueOf(answerSeconds));
    return DriverManager.getConnection(place.url(), properties);
  }

  @Override
  public boolean isShared() {
    return true;
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
    return Optional.ofNullable(tenants);
  }

  @Override
  public TransactionIsolationLevel readingIsolation() {
    return TransactionIsolationLevel.REPEATABLE_READ;
  }

  @Override
  public HikariDataSource migrators() {
    return readers;
  }

  @Override
  public String ownWords(String sql) {
    return sql;
  }

  @Override
  public List<String> migrations() {
    return List.of("classpath:db/migration", "classpath:db/postgresql");
  }

  @Override
  public String advice() {
    return "Check that PostgreSQL runs there, and that ledger.user may log in and create tables";
  }

  @Override
  public void begin(Handle handle) {
    handle.execute(END_IF_IDLE);
    handle.execute(LOCK);
  }

  /**
   * Adds the rows of all that ever wrote into one. A daemon that is at it takes this for a write of
   * another, reads once more than it need, and has a row of its own again with its next write.
   */
  @Override
  public void opened(Handle handle) {
    handle.execute(SUM_UP);
    handle.execute(FORGET);
    if (place.tenantRole() != null) {
      TenantWall.build(handle, place.tenantRole());
    }
  }

  @Override
  public void end(Handle handle, boolean noted) {
    try (RowWriter count = new RowWriter(handle, COUNT)) {
      count.bind("writer_id", writerId).bind("noted", noted ? 1L : 0L).execute();
    }
  }

  /** What was counted is committed with it. */
  @Override
  public void committed(boolean noted) {}

  @Override
  public long revision() {
    return ask(REVISION);
  }

  @Override
  public long ownWrites(Handle handle, boolean ending) {
    return number(handle, OWN) + (ending ? 1 : 0);
  }

  @Override
  public long othersWrites(Handle handle) {
    return number(handle, OTHERS);
  }

  @Override
  public boolean isRefusal(SQLException error) {
    return isOf(REFUSALS, error);
  }

  @Override
  public boolean isDamage(SQLException error) {
    return isOf(DAMAGES, error);
  }

  @Override
  public boolean isLostConnection(SQLException error) {
    return isOf(LOSSES, error);
  }

  @Override
  public boolean hasMonths() {
    return true;
  }

  private static boolean isOf(List<String> states, SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return states.stream().anyMatch(state::startsWith);
  }

  /** Of the whole database. */
  @Override
  public long bytes() {
    return ask(SIZE);
  }

  /** Autovacuum does. */
  @Override
  public void shrink(Handle handle) {}

  private long number(Handle handle, String sql) {
    try (Lookup lookup = new Lookup(handle, sql)) {
      return lookup.number(writerId).orElseThrow();
    }
  }

  private long ask(String sql) {
    try (Connection connection = readers.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new LedgerException("cannot read from PostgreSQL: " + e.getMessage(), e);
    }
  }

  private static HikariDataSource writers(LedgerPlace place) {
    HikariConfig config = pool(place, "ledger-writer");
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(1);
    config.setConnectionInitSql(DURABLY);
    // What was written before the lock was given must be seen behind it.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // Nobody asks how many rows one statement of a batch changed.
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(config);
  }

  private static HikariDataSource readers(
      LedgerPlace place, String name, @Nullable String firstSql) {
    HikariConfig config = pool(place, name);
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(0);
    config.setConnectionInitSql(firstSql);
    return new HikariDataSource(config);
  }

  private static HikariConfig pool(LedgerPlace place, String name) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(place.url());
    config.setDataSourceProperties(properties(place));
    config.setPoolName(name);
    config.setConnectionTimeout(Duration.ofSeconds(12).toMillis());
    // Nothing is opened here: the first use says what is wrong.
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /** What the URL says itself goes before these. */
  private static Properties properties(LedgerPlace place) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "aispend");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("defaultRowFetchSize", FETCH_SIZE);
    String user = place.user();
    if (user != null) {
      properties.setProperty("user", user);
    }
    place.passwordText().ifPresent(password -> properties.setProperty("password", password));
    return properties;
  }
}
