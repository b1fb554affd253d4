// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signed values of a sum.
 *
 * @param costNanos in the base currency
 * @param tokens by type, without zeros
 */
public record SumTotal(
    long costNanos,
    Map<TokenType, Long> tokens,
    long requests,
    long unpricedTokens,
    Savings savings) {
  public SumTotal {
    EnumMap<TokenType, Long> kept = new EnumMap<>(TokenType.class);
    kept.putAll(tokens);
    kept.values().removeIf(count -> count == 0);
    tokens = Collections.unmodifiableMap(kept);
  }

  /** The values of a sum that is shown. */
  public static SumTotal of(SumRow row) {
    return new SumTotal(
        row.cost().nanos(),
        row.tokens().counts(),
        row.requests(),
        row.unpricedTokens(),
        row.savings());
  }

  static SumTotal of(ResultSet row) throws SQLException {
    return new SumTotal(
        row.getLong("cost_nanos"),
        Columns.tokens(row),
        row.getLong("requests"),
        row.getLong("unpriced_tokens"),
        Columns.savings(row));
  }

  public Money cost() {
    return Money.usd(costNanos);
  }

  /** Of all types together. */
  public long totalTokens() {
    return tokens.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }

  SumTotal plus(SumTotal other) {
    Map<TokenType, Long> sums = new EnumMap<>(TokenType.class);
    sums.putAll(tokens);
    other.tokens.forEach((type, count) -> sums.merge(type, count, Math::addExact));
    return new SumTotal(
        Math.addExact(costNanos, other.costNanos),
        sums,
        Math.addExact(requests, other.requests),
        Math.addExact(unpricedTokens, other.unpricedTokens),
        savings.plus(other.savings));
  }

  SumTotal negated() {
    Map<TokenType, Long> negatives = new EnumMap<>(TokenType.class);
    tokens.forEach((type, count) -> negatives.put(type, Math.negateExact(count)));
    return new SumTotal(
        Math.negateExact(costNanos), negatives, -requests, -unpricedTokens, savings.negated());
  }

  boolean isZero() {
    return costNanos == 0
        && requests == 0
        && unpricedTokens == 0
        && savings.equals(Savings.NONE)
        && tokens.isEmpty();
  }

  SumRow row(Dimensions key, @Nullable Instant bucket) {
    return new SumRow(
        key, bucket, Money.usd(costNanos), new Tokens(tokens), requests, unpricedTokens, savings);
  }
}
