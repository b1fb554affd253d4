// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What rows come to together. What no row tells stays unknown and is not 0. */
final class UsageSum {
  private static final BigDecimal MOST = new BigDecimal(Long.MAX_VALUE);

  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,2})?");

  private final Map<Count, BigDecimal> counts = new EnumMap<>(Count.class);
  private final Map<String, String> unreadable = new TreeMap<>();
  private @Nullable BigDecimal cost;

  /** Adds a cost; what is no number, as NaN is to a database, is said of the row. */
  void addCost(String column, String text) {
    BigDecimal amount = number(column, text);
    if (amount != null) {
      cost = cost == null ? amount : cost.add(amount);
    }
  }

  /** Adds to a count. */
  void add(Count count, String column, String text) {
    BigDecimal number = number(column, text);
    if (number != null) {
      counts.merge(count, number, BigDecimal::add);
    }
  }

  /**
   * A value that is no number: {@code normalise} rejects the row by it, and names and counts it.
   */
  private @Nullable BigDecimal number(String column, String text) {
    if (NUMBER.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    unreadable.put(column, "unreadable: " + text);
    return null;
  }

  ReportedUsage reported(Dimensions dimensions, TableOptions options) {
    BigDecimal sum = cost;
    ReportedCost told =
        sum == null
            ? null
            : new ReportedCost(sum.toPlainString(), ReportedCost.Unit.MAJOR, options.currency());
    Map<String, String> units = new TreeMap<>(unreadable);
    BigDecimal total = counts.get(Count.TOTAL_TOKENS);
    if (total != null && !isSplit() && !options.totalIsInput()) {
      units.put("tokens", total.toPlainString());
    }
    return new ReportedUsage(
        dimensions, tokens(options, units), whole(Count.REQUESTS, units), units, told);
  }

  private boolean isSplit() {
    return counts.containsKey(Count.INPUT_TOKENS) || counts.containsKey(Count.OUTPUT_TOKENS);
  }

  private @Nullable ReportedTokens tokens(TableOptions options, Map<String, String> units) {
    if (isSplit()) {
      return new ReportedTokens(
          Accounting.INCLUSIVE,
          whole(Count.INPUT_TOKENS, units),
          null,
          whole(Count.CACHE_READ_TOKENS, units),
          CacheWrites.NONE,
          whole(Count.OUTPUT_TOKENS, units),
          null,
          Modalities.NONE);
    }
    return options.totalIsInput() && counts.containsKey(Count.TOTAL_TOKENS)
        ? ReportedTokens.plain(whole(Count.TOTAL_TOKENS, units), null)
        : null;
  }

  /** A count as a whole number; what is none, or beyond all bounds, is said in the units. */
  private @Nullable Long whole(Count count, Map<String, String> units) {
    BigDecimal number = counts.get(count);
    if (number == null) {
      return null;
    }
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > 0 || plain.abs().compareTo(MOST) > 0) {
      units.put(count.option(), "unreadable: " + number);
      return null;
    }
    return plain.longValue();
  }
}
