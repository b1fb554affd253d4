// SPDX-License-Identifier: Apache-2.0
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.flywaydb.core.Flyway;

/**
 * A ledger as the eighth version of the schema kept it, in which events of a polled provider were
 * no canonical spend yet, so that a start converts each row: {@code java -cp aispend.jar
 * OldLedger.java FILE RECORDS}. In each hour of the last 60 days usage says 5 dollars for each
 * model, of which an application told 3.
 */
public final class OldLedger {
  private static final int HOURS = 24 * 60;
  private static final long USAGE = 5_000_000_000L;
  private static final long EVENTS = 3_000_000_000L;

  public static void main(String[] args) throws SQLException {
    String url = "jdbc:sqlite:" + args[0];
    Flyway.configure().dataSource(url, null, null).target("8").load().migrate();
    int models = Math.max(1, Integer.parseInt(args[1]) / 2 / HOURS);
    long end = Instant.now().truncatedTo(ChronoUnit.DAYS).getEpochSecond();
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      sources(connection, models);
      for (int model = 0; model < models; model++) {
        records(connection, end - HOURS * 3_600L, model);
        sums(connection, "cube_hour", end, 3_600, model);
        sums(connection, "cube_day", end, 86_400, model);
      }
      connection.commit();
    }
  }

  private static void sources(Connection connection, int models) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into meta values ('labels', 'provider,project,model')");
      String source =
          "insert into source values (%d, '%s', 'openai', '%s', 'hourly', 3600, 2592000, 259200,"
              + " 3600, '%s', null, null, null)";
      statement.execute(source.formatted(1, "openai:usage", "metered", "model"));
      statement.execute(source.formatted(2, "events@openai", "attributed", ""));
      for (int model = 0; model < models; model++) {
        statement.execute(
            ("insert into dimension_set (set_id, content, dim_provider, dim_model, dim_feature)"
                    + " values (%d, 'usage-%3$d', 'openai', 'm-%3$d', ''),"
                    + " (%d, 'told-%3$d', 'openai', 'm-%3$d', 'search')")
                .formatted(2 * model + 1, 2 * model + 2, model));
        statement.execute(
            "insert into cube values (%d, 'openai', '', 'm-%d')".formatted(model + 1, model));
        statement.execute(
            "insert into counter values ('cost', '[\"openai:usage\",\"openai\",\"\",\"m-%d\"]', %d, 0, 0)"
                .formatted(model, USAGE * HOURS));
      }
    }
  }

  private static void records(Connection connection, long start, int model) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            "insert into record (source_id, period_start, period_end, part, set_id, revision,"
                + " first_seen, changed_at, cost_kind, cost_nanos, units)"
                + " values (?, ?, ?, ?, ?, 1, 0, 0, 'estimated', ?, '')")) {
      for (int hour = 0; hour < HOURS; hour++) {
        for (int source = 1; source <= 2; source++) {
          row.setInt(1, source);
          row.setLong(2, start + hour * 3_600L);
          row.setLong(3, start + (hour + 1) * 3_600L);
          row.setString(4, source == 1 ? "main" : "events");
          row.setInt(5, 2 * model + source);
          row.setLong(6, source == 1 ? USAGE : EVENTS);
          row.addBatch();
        }
      }
      row.executeBatch();
    }
  }

  /** What usage says is in both views, what events say in the view of single sources only. */
  private static void sums(Connection connection, String table, long end, int width, int model)
      throws SQLException {
    long hours = width / 3_600;
    try (PreparedStatement row =
        connection.prepareStatement(
            "insert into "
                + table
                + " (view, start, source_id, cube_id, cost_nanos, requests, unpriced_tokens)"
                + " values (?, ?, ?, ?, ?, 0, 0)")) {
      for (long start = end - HOURS * 3_600L; start < end; start += width) {
        for (int view = 0; view < 2; view++) {
          for (int source = 1; source <= view + 1; source++) {
            row.setInt(1, view);
            row.setLong(2, start);
            row.setInt(3, source);
            row.setInt(4, model + 1);
            row.setLong(5, (source == 1 ? USAGE : EVENTS) * hours);
            row.addBatch();
          }
        }
      }
      row.executeBatch();
    }
  }
}
