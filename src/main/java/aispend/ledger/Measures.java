// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Savings;
import aispend.model.TokenType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that can be summed of some spend, by the name of its column; units by their name behind
 * {@value #UNIT}. Immutable; overflow throws {@link ArithmeticException}.
 *
 * @param values without zeros
 */
record Measures(Map<String, Long> values) {
  static final Measures NONE = new Measures(Map.of());

  static final String COST = "cost_nanos";
  private static final String UNIT = "unit:";

  Measures {
    TreeMap<String, Long> kept = new TreeMap<>(values);
    kept.values().removeIf(value -> value == 0);
    values = Collections.unmodifiableMap(kept);
  }

  static Measures of(Content content) {
    Map<String, Long> values = new TreeMap<>();
    values.put(COST, content.costNanos() == null ? 0 : content.costNanos());
    values.put("requests", content.requests() == null ? 0 : content.requests());
    values.put("unpriced_tokens", content.unpricedTokens());
    values.put("cache_savings_nanos", content.savings().cache().nanos());
    values.put("tier_savings_nanos", content.savings().tier().nanos());
    content.tokens().counts().forEach((type, count) -> values.put(Columns.of(type), count));
    content.unitMicros().forEach((unit, micros) -> values.put(UNIT + unit, micros));
    return new Measures(values);
  }

  /** Reads the columns of a sum, which know no units. */
  static Measures ofSums(ResultSet row) throws SQLException {
    Map<String, Long> values = new TreeMap<>();
    for (String column : Columns.SUMS) {
      values.put(column, row.getLong(column));
    }
    return new Measures(values);
  }

  static Measures ofUnits(Map<String, Long> micros) {
    Map<String, Long> values = new TreeMap<>();
    micros.forEach((unit, amount) -> values.put(UNIT + unit, amount));
    return new Measures(values);
  }

  long get(String name) {
    return values.getOrDefault(name, 0L);
  }

  boolean isNone() {
    return values.isEmpty();
  }

  Measures with(String name, long value) {
    Map<String, Long> changed = new TreeMap<>(values);
    changed.put(name, value);
    return new Measures(changed);
  }

  Measures plus(Measures other) {
    Map<String, Long> sums = new TreeMap<>(values);
    other.values.forEach((name, value) -> sums.merge(name, value, Math::addExact));
    return new Measures(sums);
  }

  Measures negated() {
    Map<String, Long> negatives = new TreeMap<>(values);
    negatives.replaceAll((name, value) -> Math.negateExact(value));
    return new Measures(negatives);
  }

  Measures minus(Measures other) {
    return plus(other.negated());
  }

  Map<String, Long> unitMicros() {
    Map<String, Long> units = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(UNIT)) {
            units.put(name.substring(UNIT.length()), value);
          }
        });
    return units;
  }

  Delta delta() {
    Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
    for (TokenType type : TokenType.values()) {
      tokens.put(type, get(Columns.of(type)));
    }
    SumTotal total =
        new SumTotal(
            get(COST),
            tokens,
            get("requests"),
            get("unpriced_tokens"),
            Savings.usd(get("cache_savings_nanos"), get("tier_savings_nanos")));
    return Delta.of(total, unitMicros());
  }

  /**
   * As much as can be of the same calls as another: of each measure the smaller, and none where
   * either has none. Tokens of one side that are of another type there (cached input told as input)
   * are the same tokens.
   */
  Measures common(Measures other) {
    Map<String, Long> common = new TreeMap<>();
    values.forEach(
        (name, value) -> common.put(name, Math.max(0, Math.min(value, other.get(name)))));
    long here = tokens() - tokensOf(common);
    Map<String, Long> left = new TreeMap<>();
    for (String column : Columns.TOKENS) {
      left.put(column, Math.max(0, other.get(column) - common.getOrDefault(column, 0L)));
    }
    long there = left.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    List<Long> shares = Shares.of(Math.min(here, there), List.copyOf(left.values()));
    int place = 0;
    for (String column : left.keySet()) {
      common.merge(column, shares.get(place++), Math::addExact);
    }
    return new Measures(common);
  }

  private long tokens() {
    return tokensOf(values);
  }

  private static long tokensOf(Map<String, Long> values) {
    return Columns.TOKENS.stream()
        .mapToLong(column -> values.getOrDefault(column, 0L))
        .reduce(0, Math::addExact);
  }
}
