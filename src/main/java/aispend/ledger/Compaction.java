// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.LedgerException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteErrorCode;

/**
 * Writes a ledger file anew without its free pages, so that it gives space back from then on:
 * whether a SQLite file can is settled when it is made, and early versions made files that cannot.
 * Nobody else may have the file open. It takes as long as copying the file, and as much free space
 * as twice the file; a run that is cut off leaves the file as it was.
 */
public final class Compaction {
  private static final int COPIES = 2;

  /**
   * Bytes on disk.
   *
   * @param before of the file and its write-ahead log
   * @param after of the file
   */
  public record Result(long before, long after) {}

  private final Path file;

  /**
   * Of a ledger that is there.
   *
   * @throws LedgerException when it is no SQLite file, is not there or cannot be looked at
   */
  public Compaction(String url) {
    if (LedgerPlace.of(url).isPostgresql()) {
      throw new LedgerException(
          "the ledger is in PostgreSQL, which uses freed space again by itself; there is no file to"
              + " compact",
          null);
    }
    file = SqliteDatabase.file(url);
    if (!Files.isRegularFile(file)) {
      throw new LedgerException("there is no ledger at " + file + "; check ledger.url", null);
    }
  }

  /** Bytes that must be free for it. */
  public long needs() {
    return COPIES * size("");
  }

  /**
   * Writes the file anew.
   *
   * @throws LedgerException when another process has it open, space is short or the disk fails; the
   *     file is as it was
   */
  public Result run() {
    long before = size("") + size("-wal");
    requireSpace();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=2000");
        Statement statement = connection.createStatement()) {
      // Fails while anybody else has the file open, even if nothing is read or written just now.
      statement.execute("pragma locking_mode = exclusive");
      statement.execute("begin exclusive");
      statement.execute("commit");
      statement.execute("pragma auto_vacuum = incremental");
      statement.execute("vacuum");
      statement.execute("pragma wal_checkpoint(truncate)");
    } catch (SQLException e) {
      throw failed(e);
    }
    return new Result(before, size(""));
  }

  private LedgerException failed(SQLException e) {
    boolean busy =
        e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code
            || e.getErrorCode() == SQLiteErrorCode.SQLITE_LOCKED.code;
    return new LedgerException(
        Reason.UNAVAILABLE,
        "cannot compact "
            + file
            + ": "
            + (busy ? "another process has it open; stop the daemon first" : e.getMessage()),
        e);
  }

  private void requireSpace() {
    try {
      long free = Files.getFileStore(file.toAbsolutePath()).getUsableSpace();
      if (free < needs()) {
        throw new LedgerException(
            "cannot compact "
                + file
                + ": it needs "
                + needs()
                + " bytes of free space, and "
                + free
                + " are there; make room first",
            null);
      }
    } catch (IOException e) {
      throw new LedgerException("cannot tell how much space is free beside " + file, e);
    }
  }

  private long size(String suffix) {
    Path path = Path.of(file + suffix);
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new LedgerException("cannot read the size of " + path, e);
    }
  }
}
