// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * What the databases that a ledger can be kept in do each in a way of its own; all else is the same
 * SQL. Any thread may use it.
 */
interface Database {
  /**
   * Makes it ready to be connected to, and finds out soon whether it can be.
   *
   * @throws IOException when a file or folder cannot be used
   * @throws SQLException when the database refuses
   */
  void prepare() throws IOException, SQLException;

  /** Whether several daemons may write it at the same time. */
  boolean isShared();

  /** The one connection that writes. */
  HikariDataSource writers();

  /** Connections that read. */
  HikariDataSource readers();

  /** Connections that read what one tenant may see; empty where {@link #readers} do that, too. */
  Optional<HikariDataSource> tenants();

  /** Under which all queries of a reading see the same state. */
  TransactionIsolationLevel readingIsolation();

  /** Connections for Flyway, which may want more than one. */
  HikariDataSource migrators();

  /**
   * A statement in its own words: {@code text_key(column)} stands for what a text without a bound
   * is known by in a key.
   */
  String ownWords(String sql);

  /** Where the schema's migrations are, for Flyway. */
  List<String> migrations();

  /** What to look at when the ledger cannot be opened. */
  String advice();

  /** Begins a writing transaction: nobody else writes until it ends, in this process or another. */
  void begin(Handle handle);

  /** In the first writing transaction of this process. */
  void opened(Handle handle);

  /**
   * Ends what a transaction writes, before it is committed.
   *
   * @param noted whether it changed what readers keep by the revision
   */
  void end(Handle handle, boolean noted);

  /** Says that a transaction was committed. */
  void committed(boolean noted);

  /** Another number once others may see something new. */
  long revision();

  /**
   * A number that changes with each of this process's own writes.
   *
   * @param ending whether the running transaction is done and shall count
   */
  long ownWrites(Handle handle, boolean ending);

  /** A number that changes with each write of another process. */
  long othersWrites(Handle handle);

  /** Whether the schema refused what was to be written, and all else works. */
  boolean isRefusal(SQLException error);

  /** Whether what is kept is damaged, so that only a backup helps. */
  boolean isDamage(SQLException error);

  /** Whether the connection is gone, and another one may do. */
  boolean isLostConnection(SQLException error);

  /** Whether single events lie in {@linkplain EventMonths months}, which are dropped as a whole. */
  boolean hasMonths();

  /** Bytes on disk. */
  long bytes();

  /** Gives some freed space back to the disk, where that is not done by itself. */
  void shrink(Handle handle);
}
