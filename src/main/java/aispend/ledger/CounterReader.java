// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads the totals. What did not change since the last reading is the same object again: there may
 * be a hundred thousand of them, read at each scrape, and few change in between. Any thread may use
 * it; one reads at a time.
 */
final class CounterReader {
  private static final String READ =
      "select labels, value, credit, first_seen from counter where family = ? order by labels";

  private record Kept(long value, long credit, long firstSeen, CounterTotal total) {
    boolean is(long otherValue, long otherCredit, long otherFirstSeen) {
      return value == otherValue && credit == otherCredit && firstSeen == otherFirstSeen;
    }
  }

  private Map<CounterFamily, Map<String, Kept>> kept = new EnumMap<>(CounterFamily.class);

  /** All totals, in a stable order. */
  synchronized List<CounterTotal> read(Handle handle) {
    Map<CounterFamily, Map<String, Kept>> now = new EnumMap<>(CounterFamily.class);
    List<CounterTotal> totals = new ArrayList<>();
    try (PreparedStatement statement = handle.getConnection().prepareStatement(READ)) {
      for (CounterFamily family : CounterFamily.values()) {
        Map<String, Kept> before = kept.getOrDefault(family, Map.of());
        Map<String, Kept> after = new HashMap<>(before.size() * 2);
        statement.setString(1, family.code());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            String labels = rows.getString(1);
            Kept one = one(family, labels, before.get(labels), rows);
            after.put(labels, one);
            totals.add(one.total());
          }
        }
        now.put(family, after);
      }
    } catch (SQLException e) {
      throw new RowWriter.RefusedException(e);
    }
    kept = now;
    return totals;
  }

  private static Kept one(CounterFamily family, String labels, @Nullable Kept old, ResultSet row)
      throws SQLException {
    long value = row.getLong(2);
    long credit = row.getLong(3);
    long firstSeen = row.getLong(4);
    if (old != null && old.is(value, credit, firstSeen)) {
      return old;
    }
    List<String> texts = old == null ? JsonText.texts(labels) : old.total().labels();
    CounterTotal total =
        new CounterTotal(
            family,
            texts,
            BigDecimal.valueOf(value, family.digits()),
            BigDecimal.valueOf(credit, family.digits()),
            Instant.ofEpochSecond(firstSeen));
    return new Kept(value, credit, firstSeen, total);
  }
}
