// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ReportedBucket;
import aispend.provider.AdapterOptions;
import aispend.provider.ProviderSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Asks a table what its rows of a time come to, by hour and all columns that dimensions are read
 * from. Each question has a connection of its own, which may only read and gives up after two
 * minutes.
 */
final class PostgresQuery {
  private static final int MAX_GROUPS = 500_000;
  private static final int ROWS_AT_ONCE = 5_000;
  private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$ -]{0,62}";

  private final String url;
  private final Properties login;
  private final String zone;
  private final TableOptions options;
  private final String sql;
  private final TimeColumn time;

  private PostgresQuery(
      String url,
      Properties login,
      String zone,
      TableOptions options,
      TimeColumn time,
      String table) {
    this.url = url;
    this.login = login;
    this.zone = zone;
    this.options = options;
    this.time = time;
    this.sql = sql(table);
  }

  /**
   * Reads the options; asks nothing yet.
   *
   * @throws IllegalArgumentException when one cannot be used; names it
   */
  static PostgresQuery of(ProviderSettings settings, AdapterOptions options) {
    String host = options.text("host", "localhost", "[A-Za-z0-9._:-]+", "a host's name");
    String port = options.text("port", "5432", "[0-9]{1,5}", "a port");
    String database =
        options.text("database", "postgres", "[A-Za-z0-9_.-]+", "the database's name");
    String form = IDENTIFIER + "(\\." + IDENTIFIER + ")?";
    String table = options.text("table", "usage", form, "a table's name, or schema.table");
    Properties login = new Properties();
    login.setProperty("user", options.text("login", "aispend"));
    if (!settings.key().reveal().isEmpty()) {
      login.setProperty("password", settings.key().reveal());
    }
    String modes = "disable|prefer|require|verify-ca|verify-full";
    login.setProperty("sslmode", options.text("ssl", "prefer", modes, "one of " + modes));
    login.setProperty("ApplicationName", "aispend");
    login.setProperty("connectTimeout", "10");
    login.setProperty("socketTimeout", "150");
    login.setProperty("options", "-c default_transaction_read_only=on -c statement_timeout=120s");
    String server = host.contains(":") ? "[" + host + "]" : host;
    return new PostgresQuery(
        "jdbc:postgresql://" + server + ":" + port + "/" + database,
        login,
        zone(options),
        TableOptions.of(options, "timestamp"),
        TimeColumn.of(options),
        table);
  }

  private static String zone(AdapterOptions options) {
    String zone = options.text("zone", "UTC");
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      throw options.wrong("zone", "a name of the tz database: UTC, Europe/Berlin");
    }
    return zone;
  }

  /** The hours of a window in which there are rows. */
  List<ReportedBucket> read(ChargePeriod window) throws SQLException {
    UsageHours hours = new UsageHours(options);
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(ROWS_AT_ONCE);
      statement.setObject(1, time.bound(window.start()));
      statement.setObject(2, time.bound(window.end()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          add(rows, hours);
        }
      }
    }
    return hours.buckets();
  }

  /** Asks how it would be asked. */
  void explain() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
      statement.setObject(1, time.bound(Instant.EPOCH));
      statement.setObject(2, time.bound(Instant.EPOCH));
      try (ResultSet plan = statement.executeQuery()) {
        plan.next();
      }
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url, login);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    // The driver tells the server the JVM's zone, over whatever the connection's options say.
    try (Statement session = connection.createStatement()) {
      session.execute("set time zone '" + zone + "'");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private void add(ResultSet row, UsageHours hours) throws SQLException {
    int column = 1;
    Instant hour = Instant.ofEpochSecond(row.getLong(column++) * 3_600);
    boolean withoutCost = row.getBoolean(column++);
    long rows = row.getLong(column++);
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    for (Dimension dimension : options.dimensions().keySet()) {
      String value = row.getString(column++);
      values.put(dimension, value == null ? "" : value);
    }
    UsageSum sum = hours.of(hour, values, withoutCost);
    if (hours.groups() > MAX_GROUPS) {
      throw new SQLException(
          "a window splits more than " + MAX_GROUPS + " ways; name fewer columns", "54000");
    }
    if (!options.cost().isEmpty() && !withoutCost) {
      sum.addCost(options.cost(), row.getString(column));
    }
    column += options.cost().isEmpty() ? 0 : 1;
    for (Map.Entry<Count, String> count : options.counts().entrySet()) {
      String text = row.getString(column++);
      if (text != null) {
        sum.add(count.getKey(), count.getValue(), text);
      }
    }
    if (!options.counts().containsKey(Count.REQUESTS)) {
      sum.add(Count.REQUESTS, "count", Long.toString(rows));
    }
  }

  private String sql(String table) {
    List<String> groups = new ArrayList<>();
    groups.add("floor(extract(epoch from " + time.instant() + ") / 3600)::bigint");
    groups.add(options.cost().isEmpty() ? "true" : quoted(options.cost()) + " is null");
    List<String> columns = new ArrayList<>(groups);
    columns.add("count(*)");
    List<String> by = new ArrayList<>(List.of("1", "2"));
    for (String dimension : options.dimensions().values()) {
      columns.add(quoted(dimension) + "::text");
      by.add(Integer.toString(columns.size()));
    }
    if (!options.cost().isEmpty()) {
      columns.add("sum(" + quoted(options.cost()) + "::numeric)::text");
    }
    for (String count : options.counts().values()) {
      columns.add("sum(" + quoted(count) + "::numeric)::text");
    }
    return "select "
        + String.join(", ", columns)
        + " from "
        + quoted(table)
        + " where "
        + time.compared()
        + " >= "
        + time.parameter()
        + " and "
        + time.compared()
        + " < "
        + time.parameter()
        + " group by "
        + String.join(", ", by)
        + " order by "
        + String.join(", ", by);
  }

  /** A name, or two with a dot between, as it is written and no other. */
  static String quoted(String name) {
    return '"' + name.replace(".", "\".\"") + '"';
  }
}
