// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.testing.SettledSpend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger whose file was made before files were made to shrink. */
final class SqliteCompactionTest {
  private static final SumQuery ALL =
      SumQuery.total(
          new ChargePeriod(
              Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z")),
          Dimension.PROJECT,
          Dimension.MODEL);

  @TempDir private Path folder;

  @BeforeEach
  void makeOldFile() throws SQLException {
    // Anything written fixes that the file cannot shrink.
    sql("pragma auto_vacuum = none");
    sql("pragma user_version = 1");
    try (SettledSpend spend = new SettledSpend(folder, SettledSpend.USAGE)) {
      spend.days(SettledSpend.USAGE, "2026-11-01", "2026-11-20", "search", "m", "1.000000001");
    }
    sql("create table ballast (text text)");
    sql("insert into ballast values (zeroblob(4000000))");
    sql("drop table ballast");
  }

  @Test
  void oldFile_isSmallerHasTheSameTotalsAndShrinksFromThenOn() throws Exception {
    List<SumRow> before = sums();
    assertThat(pragma("auto_vacuum")).isZero();

    Compaction.Result done = new Compaction(url()).run();

    assertThat(done.before()).isGreaterThan(4_000_000);
    assertThat(done.after()).isEqualTo(Files.size(file())).isLessThan(2_000_000);
    assertThat(pragma("auto_vacuum")).isEqualTo(2);
    assertThat(pragma("freelist_count")).isZero();
    assertThat(sums()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void ledgerThatIsOpen_isLeftAlone() throws Exception {
    try (SettledSpend daemon = new SettledSpend(folder, SettledSpend.USAGE)) {
      Compaction compaction = new Compaction(url());
      assertThatThrownBy(compaction::run)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("another process has it open; stop the daemon first");
      daemon.days(SettledSpend.USAGE, "2026-11-20", "2026-11-21", "search", "m", "1");
    }
    assertThat(pragma("auto_vacuum")).isZero();
  }

  @Test
  void missingFile_isSaidAndNotMade() {
    Path other = folder.resolve("other.db");
    assertThatThrownBy(() -> new Compaction("jdbc:sqlite:" + other))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("there is no ledger at");
    assertThat(other).doesNotExist();
  }

  private List<SumRow> sums() {
    try (SettledSpend spend = new SettledSpend(folder, SettledSpend.USAGE)) {
      return spend.ledger.sums(ALL);
    }
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private String url() {
    return "jdbc:sqlite:" + file();
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private long pragma(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma " + name)) {
      return row.getLong(1);
    }
  }
}
