// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table that is moved from one database to another.
 *
 * @param columns in the order in which their values travel
 */
record MovedTable(String name, List<Column> columns) {
  private static final String OF_SQLITE =
      """
      select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
      """;

  /** Without the parts of tables that have parts. */
  private static final String OF_POSTGRESQL =
      """
      select relname from pg_class where relnamespace = current_schema()::regnamespace
        and relkind in ('r', 'p') and not relispartition
      """;

  /** What says how a database is, and nothing about spend. */
  private static final Set<String> OWN =
      Set.of(
          "flyway_schema_history",
          "ledger_writer",
          "replica",
          "leader_lease",
          "poll_note",
          "provider_rest",
          "provider_calls");

  /** The tables of jobs that daemons share. */
  private static final String JOBS = "qrtz_";

  /** Large enough to tell values apart, small enough that billions of rows add up. */
  private static final int MODULUS = 1_000_000_007;

  /** A column of whole numbers or of text. */
  record Column(String name, boolean isText) {
    /** What its values add up to; two tables of unlike rows hardly ever say the same. */
    String digest() {
      return isText
          ? "coalesce(sum(length(%s)), 0), count(%1$s)".formatted(name)
          : "coalesce(sum(%s %% %d), 0), count(%1$s)".formatted(name, MODULUS);
    }
  }

  MovedTable {
    columns = List.copyOf(columns);
  }

  /**
   * What is moved from one database into another, each table behind those it refers to. Tables that
   * only the target has hold what daemons that share a ledger tell each other, and no spend.
   *
   * @throws LedgerException when the target lacks a table or column
   */
  static List<MovedTable> between(
      Connection from, LedgerPlace source, Connection to, LedgerPlace target) throws SQLException {
    Set<String> there = names(to, target);
    Set<String> ordered = new LinkedHashSet<>();
    for (String name : names(from, source)) {
      if (there.contains(name)) {
        addBehindParents(to, name, ordered);
      } else if (target.isPostgresql()) {
        throw differs(name, "is not in the target");
      }
    }
    List<MovedTable> tables = new ArrayList<>();
    for (String name : ordered) {
      MovedTable table = new MovedTable(name, columns(from, name));
      if (!Set.copyOf(table.columns).equals(Set.copyOf(columns(to, name)))) {
        throw differs(name, "has other columns in the target");
      }
      tables.add(table);
    }
    return tables;
  }

  private static LedgerException differs(String table, String how) {
    return new LedgerException(
        "table " + table + " " + how + "; let one version of aispend make both", null);
  }

  private static Set<String> names(Connection connection, LedgerPlace place) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(place.isPostgresql() ? OF_POSTGRESQL : OF_SQLITE)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    names.removeIf(name -> OWN.contains(name) || name.startsWith(JOBS));
    return names;
  }

  private static void addBehindParents(Connection connection, String name, Set<String> ordered)
      throws SQLException {
    Set<String> parents = new TreeSet<>();
    try (ResultSet keys =
        connection.getMetaData().getImportedKeys(null, connection.getSchema(), name)) {
      while (keys.next()) {
        parents.add(keys.getString("PKTABLE_NAME"));
      }
    }
    for (String parent : parents) {
      addBehindParents(connection, parent, ordered);
    }
    ordered.add(name);
  }

  private static List<Column> columns(Connection connection, String name) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + name + " where 1 = 0")) {
      ResultSetMetaData data = none.getMetaData();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        boolean text = data.getColumnTypeName(i).equalsIgnoreCase("text");
        columns.add(new Column(data.getColumnName(i), text));
      }
    }
    return columns;
  }

  /** The names of the columns, in their order. */
  String list() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** All rows. */
  String select() {
    return "select " + list() + " from " + name;
  }

  /** Whether it holds any row. */
  boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1 from " + name + " limit 1")) {
      return !rows.next();
    }
  }

  /** How many rows there are, and what each column adds up to. */
  MoveSum contents() {
    String digests = columns.stream().map(Column::digest).collect(Collectors.joining(", "));
    return new MoveSum(
        "table " + name, MoveSum.Unit.ROWS, 0, "select count(*), " + digests + " from " + name);
  }
}
