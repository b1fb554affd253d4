// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Moves a whole ledger from one database into another, empty one, in a single transaction there:
 * cut off or found unlike, it leaves the target empty. Rows go as they are read, so that memory
 * does not grow with the ledger. The source is locked for others' writes meanwhile, brought up to
 * this version's schema, and otherwise left as it is. No daemon may run on either.
 */
public final class LedgerMove {
  /**
   * What both ledgers say to one question.
   *
   * @param groups by how many keys the source answers
   * @param here what the source's answers add up to
   * @param there what the target's do
   * @param difference the first key that they answer unlike, the empty one where there are no keys;
   *     null when none
   */
  public record Line(
      String what, int groups, String here, String there, @Nullable String difference) {}

  /** The ledgers are unlike, so that nothing was kept. */
  public static final class UnlikeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Line> lines;

    UnlikeException(List<Line> lines) {
      super("what arrived is not what was sent; nothing was kept there");
      this.lines = List.copyOf(lines);
    }

    public List<Line> lines() {
      return lines;
    }
  }

  private final LedgerPlace from;
  private final LedgerPlace to;

  /**
   * A move that has not begun.
   *
   * @throws LedgerException when there is no ledger to move, or both are the same
   */
  public LedgerMove(LedgerPlace from, LedgerPlace to) {
    if (from.url().equals(to.url())) {
      throw new LedgerException(
          from.url() + " is where the ledger is to go; name the one that it is in now", null);
    }
    if (!from.isPostgresql() && !Files.isRegularFile(SqliteDatabase.file(from.url()))) {
      throw new LedgerException("there is no ledger at " + from.url() + "; name its file", null);
    }
    this.from = from;
    this.to = to;
  }

  /**
   * Moves it, and compares before it keeps anything.
   *
   * @param progress is told each table when it is begun
   * @return what was compared; all of it is alike
   * @throws UnlikeException when it is not
   * @throws LedgerException when one of them cannot be opened, read or written, the source has no
   *     sources of spend or the target is not empty
   */
  public List<Line> run(Consumer<String> progress) {
    try (Storage source = Storage.open(from);
        Storage target = Storage.open(to)) {
      List<Line> lines =
          source.writeQuietly(
              "read the ledger at " + from.url(),
              here ->
                  target.write(
                      "write the ledger at " + to.url(), there -> moved(here, there, progress)));
      if (to.isPostgresql()) {
        target.alone("tell PostgreSQL what is in the ledger", handle -> handle.execute("analyze"));
      }
      return lines;
    }
  }

  private List<Line> moved(Handle here, Handle there, Consumer<String> progress) {
    try {
      Connection source = patient(here, from);
      Connection target = patient(there, to);
      List<MovedTable> tables = MovedTable.between(source, from, target, to);
      requireSpend(source);
      requireEmpty(target, tables);
      // What opening put down about itself.
      there.execute("delete from meta");
      if (to.isPostgresql()) {
        EventMonths.read(there).makeRoom(there, hours(here));
      }
      for (MovedTable table : tables) {
        progress.accept(table.name());
        copy(source, target, table);
      }
      progress.accept("comparing");
      return compared(source, target, tables);
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  /** One side may wait for the other for as long as it takes to read through a table. */
  private static Connection patient(Handle handle, LedgerPlace place) throws SQLException {
    Connection connection = handle.getConnection();
    if (place.isPostgresql()) {
      handle.execute("set local idle_in_transaction_session_timeout = 0");
      connection.setNetworkTimeout(Runnable::run, 0);
    }
    return connection;
  }

  private void requireSpend(Connection source) throws SQLException {
    if (new MovedTable("source", List.of()).isEmpty(source)) {
      throw new LedgerException(
          "the ledger at " + from.url() + " is empty: nothing was ever read into it; name another",
          null);
    }
  }

  private void requireEmpty(Connection target, List<MovedTable> tables) throws SQLException {
    for (MovedTable table : tables) {
      if (!table.name().equals("meta") && !table.isEmpty(target)) {
        throw new LedgerException(
            "the ledger at "
                + to.url()
                + " is not empty: there are rows in table "
                + table.name()
                + "; name an empty database, or drop what is in this one first",
            null);
      }
    }
  }

  /** An hour of each day that has events. */
  private static List<Long> hours(Handle here) {
    return here.createQuery("select distinct hour / 86400 * 86400 from event")
        .mapTo(Long.class)
        .list();
  }

  private void copy(Connection source, Connection target, MovedTable table) throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet rows = statement.executeQuery(table.select());
        RowSink sink = RowSink.into(target, to, table)) {
      while (rows.next()) {
        sink.add(rows);
      }
      sink.finish();
    }
  }

  private static List<Line> compared(Connection source, Connection target, List<MovedTable> tables)
      throws SQLException {
    List<MoveSum> questions =
        Stream.concat(tables.stream().map(MovedTable::contents), MoveSum.all().stream()).toList();
    List<Line> lines = new ArrayList<>();
    for (MoveSum question : questions) {
      Map<String, List<String>> here = question.answers(source);
      Map<String, List<String>> there = question.answers(target);
      lines.add(
          new Line(
              question.what(),
              here.size(),
              question.total(here),
              question.total(there),
              MoveSum.difference(here, there)));
    }
    if (lines.stream().anyMatch(line -> line.difference() != null)) {
      throw new UnlikeException(lines);
    }
    return lines;
  }
}
