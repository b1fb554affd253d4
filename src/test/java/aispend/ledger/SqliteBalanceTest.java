// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.BalanceLevel;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.ReportedBalance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balances of prepaid accounts over a long time. */
final class SqliteBalanceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void levels_areReadFromTheLastBeforeAnInstantOn() {
    try (SqlLedger ledger = open()) {
      for (int day = 0; day < 5; day++) {
        read(ledger, day, "granted", 10 - day);
        read(ledger, day, "topped_up", 100);
      }
      read(ledger, 3, "granted", 999); // a clock that stepped back

      assertThat(ledger.balances())
          .extracting(SqliteBalanceTest::told)
          .containsExactly("granted 6 from day 4", "topped_up 100 from day 0");
      assertThat(ledger.balances("deepseek", at(3)))
          .extracting(SqliteBalanceTest::told)
          .containsExactly(
              "granted 8 from day 2",
              "granted 7 from day 3",
              "granted 6 from day 4",
              "topped_up 100 from day 0");
      assertThat(ledger.balances("moonshot", at(3))).isEmpty();
    }
  }

  /** Every table is searched by an index, never scanned, save the index of the newest alone. */
  @Test
  void questions_doNotReadTheWholeHistory() throws SQLException {
    open().close();

    assertThat(plan(BalanceLevels.LATEST))
        .isNotEmpty()
        .allMatch(step -> step.contains("USING INDEX balance_level_newest"));
    assertThat(plan(BalanceLevels.FROM.replace(":provider", "'v'").replace(":from", "5")))
        .isNotEmpty()
        .noneMatch(step -> step.startsWith("SCAN"));
  }

  private List<String> plan(String query) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain query plan " + query)) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }

  private static String told(BalanceLevel level) {
    long day = level.since().getEpochSecond() - START.getEpochSecond();
    return level.balance().part()
        + " "
        + level.balance().left().decimal()
        + " from day "
        + day / 86_400;
  }

  private static void read(SqlLedger ledger, long day, String part, long dollars) {
    ledger.putBalances(
        "deepseek",
        List.of(new ReportedBalance(part, Money.usd(String.valueOf(dollars)))),
        at(day));
  }

  private static Instant at(long day) {
    return START.plusSeconds(day * 86_400);
  }

  private SqlLedger open() {
    return SqlLedger.open(url(), List.of(Dimension.PROVIDER));
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}
