// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * Asks many times whether there is a row: prepared once, as a transaction may ask thousands of
 * times. Used by one thread within one transaction.
 */
final class RowFinder implements AutoCloseable {
  private final PreparedStatement statement;

  /**
   * Prepares a question.
   *
   * @param sql with a {@code ?} for each text that is looked for
   */
  RowFinder(Handle handle, String sql) {
    try {
      @SuppressWarnings("resource") // the handle's
      Connection connection = handle.getConnection();
      statement = connection.prepareStatement(sql);
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  boolean finds(String... texts) {
    try {
      for (int i = 0; i < texts.length; i++) {
        statement.setString(i + 1, texts[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }
}
