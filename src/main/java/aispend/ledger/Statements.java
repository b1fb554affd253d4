// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * The prepared statements of one handle. What is given back waits there for the next use of the
 * same text, since SQLite takes as long to prepare a statement as to run it; all of them end with
 * the handle. Public only because Jdbi makes it; used by one thread at a time.
 */
public final class Statements implements JdbiConfig<Statements> {
  private static final Pattern NAME = Pattern.compile(":(\\w+)");

  /**
   * A statement in use.
   *
   * @param places of the named parameters, from 1
   */
  record Prepared(String sql, PreparedStatement statement, Map<String, int[]> places) {}

  private final Map<String, Deque<Prepared>> idle = new HashMap<>();
  private UnaryOperator<String> words = UnaryOperator.identity();

  /** Each handle has its own. */
  @Override
  public Statements createCopy() {
    Statements copy = new Statements();
    copy.words = words;
    return copy;
  }

  /** Has each statement put into a database's own words before it is prepared. */
  void inWordsOf(Database database) {
    words = database::ownWords;
  }

  /**
   * A statement with parameters that are named, {@code :name}, or question marks.
   *
   * @param sql with no colon but before names
   */
  static Prepared take(Handle handle, String sql) {
    Statements all = handle.getConfig(Statements.class);
    Deque<Prepared> waiting = all.idle.get(sql);
    Prepared prepared = waiting == null ? null : waiting.poll();
    return prepared == null ? prepare(handle, sql, all.words) : prepared;
  }

  /** What a batch of it still held is forgotten. */
  static void giveBack(Handle handle, Prepared prepared) {
    try {
      prepared.statement().clearBatch();
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
    Map<String, Deque<Prepared>> idle = handle.getConfig(Statements.class).idle;
    idle.computeIfAbsent(prepared.sql(), none -> new ArrayDeque<>()).add(prepared);
  }

  private static Prepared prepare(Handle handle, String sql, UnaryOperator<String> words) {
    Matcher names = NAME.matcher(words.apply(sql));
    Map<String, int[]> places = new LinkedHashMap<>();
    for (int place = 1; names.find(); place++) {
      places.merge(names.group(1), new int[] {place}, Statements::joined);
    }
    try {
      @SuppressWarnings("resource") // the handle's
      Connection connection = handle.getConnection();
      return new Prepared(sql, connection.prepareStatement(names.replaceAll("?")), places);
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
  }

  private static int[] joined(int[] some, int[] more) {
    return IntStream.concat(IntStream.of(some), IntStream.of(more)).toArray();
  }
}
