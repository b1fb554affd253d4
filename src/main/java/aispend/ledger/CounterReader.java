// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The totals as they are committed, kept in memory: there may be a hundred thousand of them, asked
 * for at each scrape, and few change in between. Only what {@link #watch writers} said they changed
 * is read again, and all where another daemon wrote; now and then all in any case, as commands may
 * write the same file. What did not change is the same object again. Any thread may use it; one
 * reads at a time.
 */
final class CounterReader {
  /** Every so many readings all is read. */
  static final int WHOLE_EVERY = 60;

  private static final String ALL =
      "select labels, value, credit, first_seen from counter where family = ?";

  private static final String ONE =
      "select labels, value, credit, first_seen from counter where family = ? and labels = ?";

  private static final Comparator<CounterTotal> BY_LABELS =
      (one, other) -> compare(one.labels(), other.labels());

  private final ChangedTotals changed = new ChangedTotals();
  private final Map<CounterFamily, List<CounterTotal>> kept = new EnumMap<>(CounterFamily.class);
  private final Database database;
  private int readings;
  private long othersWrites;

  CounterReader(Database database) {
    this.database = database;
  }

  /**
   * Has a transaction's changes seen once it is committed, before the ledger's revision moves. What
   * becomes of one that fails half way is not known, so all is read then.
   */
  void watch(Handle handle, Set<CounterKey> changes) {
    handle.afterCommit(() -> changed.add(changes));
    handle.afterRollback(changed::addAll);
  }

  /**
   * All totals, in a stable order. A transaction that is committed in this very moment may be seen
   * in some totals now and in the others at the next reading.
   *
   * @param handle in a transaction that has not read anything yet
   */
  synchronized List<CounterTotal> read(Handle handle) {
    // Taken before the first query: what is committed from here on is read again next time.
    Optional<Set<CounterKey>> some = changed.take();
    boolean done = false;
    try {
      readings++;
      if (othersWrote(handle) || some.isEmpty() || readings % WHOLE_EVERY == 0) {
        readAll(handle);
      } else {
        readSome(handle, some.get());
      }
      done = true;
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    } finally {
      if (!done) {
        changed.addAll();
      }
    }
    List<CounterTotal> totals = new ArrayList<>();
    kept.values().forEach(totals::addAll);
    return totals;
  }

  private boolean othersWrote(Handle handle) {
    long before = othersWrites;
    othersWrites = database.isShared() ? database.othersWrites(handle) : 0;
    return othersWrites != before;
  }

  private void readAll(Handle handle) throws SQLException {
    Texts texts = new Texts();
    try (PreparedStatement statement = handle.getConnection().prepareStatement(ALL)) {
      for (CounterFamily family : CounterFamily.values()) {
        List<CounterTotal> before = kept.getOrDefault(family, List.of());
        List<CounterTotal> after = new ArrayList<>(before.size());
        statement.setString(1, family.code());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            CounterTotal read = total(family, texts.shared(rows.getString(1)), rows);
            int place = place(before, read.labels());
            after.add(place >= 0 && before.get(place).equals(read) ? before.get(place) : read);
          }
        }
        after.sort(BY_LABELS);
        kept.put(family, after);
      }
    }
  }

  private void readSome(Handle handle, Set<CounterKey> keys) throws SQLException {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(ONE)) {
      for (CounterKey key : keys) {
        statement.setString(1, key.family().code());
        statement.setString(2, JsonText.of(key.labels()));
        try (ResultSet rows = statement.executeQuery()) {
          put(key, rows.next() ? total(key.family(), key.labels(), rows) : null);
        }
      }
    }
  }

  private void put(CounterKey key, @Nullable CounterTotal now) {
    List<CounterTotal> totals = kept.computeIfAbsent(key.family(), family -> new ArrayList<>());
    int place = place(totals, key.labels());
    if (place >= 0 && now != null) {
      totals.set(place, now);
    } else if (place >= 0) {
      totals.remove(place);
    } else if (now != null) {
      totals.add(-place - 1, now);
    }
  }

  /** As {@link Collections#binarySearch} tells places. */
  private static int place(List<CounterTotal> totals, List<String> labels) {
    int low = 0;
    int high = totals.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(totals.get(middle).labels(), labels);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return -low - 1;
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static CounterTotal total(CounterFamily family, List<String> labels, ResultSet row)
      throws SQLException {
    return new CounterTotal(
        family,
        labels,
        BigDecimal.valueOf(row.getLong(2), family.digits()),
        BigDecimal.valueOf(row.getLong(3), family.digits()),
        Instant.ofEpochSecond(row.getLong(4)));
  }

  /** Label values are the same few in many sets: each is kept once. */
  private static final class Texts {
    private final Map<String, String> known = new HashMap<>();

    List<String> shared(String labels) {
      return JsonText.texts(labels).stream()
          .map(text -> known.computeIfAbsent(text, same -> same))
          .toList();
    }
  }
}
