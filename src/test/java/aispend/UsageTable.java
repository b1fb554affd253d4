// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ledger.LedgerPlace;
import aispend.testing.Postgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Writes the simulator's truth about {@code postgres-table} as a tracker of somebody's own does: a
 * row a call into a table of a real PostgreSQL, three calls for what a project spent in a day.
 */
final class UsageTable {
  private static final String TABLE =
      """
      create table usage_log (id bigserial primary key, "timestamp" timestamp not null, model text,
        user_id text, project_id text, tokens_used integer, cost_usd numeric(20, 9))
      """;

  private static final String INSERT =
      """
      insert into usage_log ("timestamp", model, user_id, project_id, tokens_used, cost_usd)
      values (cast(? as timestamp), 'gpt-5-mini', 'ada', ?, 100, ?)
      """;

  /** In the first minutes, so that a day has all its rows as soon as it has begun. */
  private static final String[] TIMES = {"00:00:00", "00:04:59.9", "00:07:00"};

  private final LedgerPlace place;

  UsageTable() throws SQLException {
    this.place = Postgres.newDatabase();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
  }

  private Connection connect() throws SQLException {
    Map<String, String> login = place.login();
    return DriverManager.getConnection(place.url(), login.get("user"), login.get("password"));
  }

  /** The options by which the provider finds it. */
  String options() {
    String[] parts = place.url().substring("jdbc:postgresql://".length()).split("[:/]", -1);
    return "host = \"%s\", port = \"%s\", database = \"%s\", login = \"%s\", table = \"usage_log\""
        .formatted(parts[0], parts[1], parts[2], place.user());
  }

  /** All rows, as the truth is now. */
  void write(JsonNode others) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      statement.execute("delete from usage_log");
      for (JsonNode row : others.at("/postgres-table/costs/rows")) {
        write(insert, row);
      }
      connection.commit();
    }
  }

  private static void write(PreparedStatement insert, JsonNode row) throws SQLException {
    BigDecimal left = new BigDecimal(row.path("amount").asText());
    for (int call = 0; call < TIMES.length; call++) {
      BigDecimal calls = BigDecimal.valueOf(TIMES.length - call);
      BigDecimal cost = left.divide(calls, 9, RoundingMode.DOWN);
      left = left.subtract(cost);
      insert.setString(1, row.path("day").asText() + " " + TIMES[call]);
      insert.setString(2, row.path("project").asText());
      insert.setBigDecimal(3, cost);
      insert.executeUpdate();
    }
  }
}
