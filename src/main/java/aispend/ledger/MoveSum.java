// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question that both ledgers must answer alike once one was moved into the other.
 *
 * @param what what is added up, by what
 * @param keys how many of the first columns tell the rows apart; the next one is shown in total
 */
record MoveSum(String what, Unit unit, int keys, String sql) {
  /** What the shown column counts. */
  enum Unit {
    /** As the ledger has it. */
    ROWS,
    /** Nanos in the ledger, dollars when shown. */
    USD
  }

  private static final String DAY = " / 86400 ";
  private static final int NANO_DIGITS = 9;

  private static final String ADDED =
      String.join(", ", Columns.SUMS.stream().map("sum(c.%s)"::formatted).toList());

  private static final String TOKENS =
      String.join(", ", Columns.TOKENS.stream().map("sum(c.%s)"::formatted).toList());

  /** Of money, tokens of each type and requests by whoever asks for spend. */
  static List<MoveSum> all() {
    List<MoveSum> sums = new ArrayList<>();
    sums.add(ofCubes("cube_day", "days"));
    sums.add(ofCubes("cube_hour", "hours"));
    for (String table : List.of("value_day", "value_hour")) {
      sums.add(
          new MoveSum(
              table + " by view, dimension and day",
              Unit.USD,
              3,
              "select c.view, c.dimension, c.start"
                  + DAY
                  + ", "
                  + ADDED
                  + " from "
                  + table
                  + " c group by c.view, c.dimension, c.start"
                  + DAY));
    }
    sums.addAll(single());
    return sums;
  }

  private static MoveSum ofCubes(String table, String width) {
    return new MoveSum(
        "sums of " + width + " by view, source and day",
        Unit.USD,
        3,
        "select c.view, s.name, c.start"
            + DAY
            + ", "
            + ADDED
            + " from "
            + table
            + " c join source s on s.source_id = c.source_id group by c.view, s.name, c.start"
            + DAY);
  }

  private static List<MoveSum> single() {
    return List.of(
        new MoveSum(
            "records by source and day",
            Unit.USD,
            2,
            "select s.name, c.period_start"
                + DAY
                + ", sum(c.cost_nanos), count(*), sum(c.requests), "
                + TOKENS
                + " from record c join source s on s.source_id = c.source_id"
                + " group by s.name, c.period_start"
                + DAY),
        new MoveSum(
            "events by source and day",
            Unit.ROWS,
            2,
            "select s.name, e.hour"
                + DAY
                + ", count(*), sum(e.cost_nanos), sum(e.list_nanos), sum(e.latency_millis)"
                + " from event e join source s on s.source_id = e.source_id"
                + " group by s.name, e.hour"
                + DAY),
        new MoveSum(
            "exposed totals, in nanos and units",
            Unit.ROWS,
            2,
            "select family, labels, sum(value), sum(credit) from counter group by family, labels"),
        new MoveSum(
            "balances",
            Unit.USD,
            4,
            "select provider, currency, part, since, nanos, until, newest from balance_level"),
        new MoveSum(
            "thresholds of budgets crossed",
            Unit.ROWS,
            4,
            "select budget, terms, cycle, percent, count(*), sum(crossed_at) from budget_crossing"
                + " group by budget, terms, cycle, percent"),
        new MoveSum(
            "closed months by tenant",
            Unit.USD,
            3,
            "select m.tenant, m.month, m.closed_at, "
                + ADDED
                + ", count(*) from month_close m join closed_row c on c.close_id = m.close_id"
                + " group by m.tenant, m.month, m.closed_at"),
        new MoveSum(
            "history still to send and sent",
            Unit.ROWS,
            1,
            "select state, count(*), sum(amount) from posting group by state"));
  }

  /** The rows by their keys. */
  Map<String, List<String>> answers(Connection connection) throws SQLException {
    Map<String, List<String>> answers = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        answers.put(String.join(" ", texts(rows, 1, keys)), texts(rows, keys + 1, columns));
      }
    }
    return answers;
  }

  private static List<String> texts(ResultSet rows, int first, int last) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      texts.add(String.valueOf(rows.getString(i)));
    }
    return texts;
  }

  /** What the shown column comes to. */
  String total(Map<String, List<String>> answers) {
    BigDecimal total =
        answers.values().stream()
            .map(row -> row.get(0))
            .filter(text -> !text.equals("null"))
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return unit == Unit.USD
        ? total.movePointLeft(NANO_DIGITS).stripTrailingZeros().toPlainString()
        : total.toPlainString();
  }

  /** The first key whose row differs; null when none does. */
  static @Nullable String difference(
      Map<String, List<String>> here, Map<String, List<String>> there) {
    if (here.equals(there)) {
      return null;
    }
    Map<String, List<String>> all = new TreeMap<>(here);
    all.putAll(there);
    return all.keySet().stream()
        .filter(key -> !String.valueOf(here.get(key)).equals(String.valueOf(there.get(key))))
        .findFirst()
        .orElseThrow();
  }
}
