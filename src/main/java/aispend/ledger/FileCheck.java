// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/**
 * Looks whether the pages of a ledger's file fit together, for as long as a start may wait for it.
 * Files of a hundred megabytes are read whole; of larger ones only what was reached.
 */
final class FileCheck {
  static final Duration PATIENCE = Duration.ofMillis(500);

  /** Steps of SQLite, pages mostly, between two looks at the time; a cold disk takes 0.1 s. */
  private static final int STEPS = 50;

  private FileCheck() {}

  /**
   * What is wrong with the file, in SQLite's words; empty when nothing was found.
   *
   * @throws SQLException when it is too damaged to be looked at
   */
  static Optional<String> damage(Connection connection, Duration patience) throws SQLException {
    long began = System.nanoTime();
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - began < patience.toNanos() ? 0 : 1;
          }
        });
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("pragma quick_check(1)")) {
      return found.next()
          ? Optional.of(found.getString(1)).filter(said -> !said.equals("ok"))
          : Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
        return Optional.empty();
      }
      throw e;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }
}
