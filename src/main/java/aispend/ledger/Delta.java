// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Outcome;
import aispend.model.TokenType;
import java.util.Map;
import java.util.TreeMap;

/**
 * A signed change of sums. Mutable; used by one thread within one transaction. Overflow throws
 * {@link ArithmeticException}.
 */
final class Delta {
  private static final TokenType[] TYPES = TokenType.values();

  private long costNanos;
  private long requests;
  private long unpricedTokens;
  private Outcome outcome = Outcome.SUCCESS;
  private long cacheSavingsNanos;
  private long tierSavingsNanos;

  /** By {@link TokenType}. */
  private final long[] tokens = new long[TYPES.length];

  private Map<String, Long> unitMicros = Map.of();

  /** What changes when one content takes the place of another. */
  static Delta between(Content before, Content after) {
    Delta delta = new Delta();
    delta.apply(before, -1);
    delta.apply(after, 1);
    return delta;
  }

  /** The same with requests that ended so. */
  Delta ending(Outcome how) {
    outcome = how;
    return this;
  }

  static Delta cost(long nanos) {
    Delta delta = new Delta();
    delta.costNanos = nanos;
    return delta;
  }

  static Delta of(SumTotal total) {
    Delta delta = new Delta();
    delta.costNanos = total.costNanos();
    delta.requests = total.requests();
    delta.unpricedTokens = total.unpricedTokens();
    delta.cacheSavingsNanos = total.savings().cache().nanos();
    delta.tierSavingsNanos = total.savings().tier().nanos();
    total.tokens().forEach((type, count) -> delta.tokens[place(type)] = count);
    return delta;
  }

  static Delta of(SumTotal total, Map<String, Long> unitMicros) {
    Delta delta = of(total);
    delta.unitMicros = new TreeMap<>(unitMicros);
    return delta;
  }

  void add(Delta other) {
    costNanos = Math.addExact(costNanos, other.costNanos);
    requests = Math.addExact(requests, other.requests);
    unpricedTokens = Math.addExact(unpricedTokens, other.unpricedTokens);
    cacheSavingsNanos = Math.addExact(cacheSavingsNanos, other.cacheSavingsNanos);
    tierSavingsNanos = Math.addExact(tierSavingsNanos, other.tierSavingsNanos);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Math.addExact(tokens[i], other.tokens[i]);
    }
    addUnits(other.unitMicros, 1);
  }

  long costNanos() {
    return costNanos;
  }

  long requests() {
    return requests;
  }

  /** Whether only columns change in which nearly all changes are. */
  boolean isUsual() {
    if (unpricedTokens != 0 || tierSavingsNanos != 0) {
      return false;
    }
    for (TokenType type : Columns.rareTokens()) {
      if (tokens(type) != 0) {
        return false;
      }
    }
    return true;
  }

  /** How the requests ended; of a sum over several deltas it says nothing. */
  Outcome outcome() {
    return outcome;
  }

  long unpricedTokens() {
    return unpricedTokens;
  }

  /** By the vendor's cache, net of what writes to it cost more; negative when they cost more. */
  long cacheSavingsNanos() {
    return cacheSavingsNanos;
  }

  /** Against the standard tier; negative when a dearer one was used. */
  long tierSavingsNanos() {
    return tierSavingsNanos;
  }

  long tokens(TokenType type) {
    return tokens[place(type)];
  }

  Map<String, Long> unitMicros() {
    return unitMicros;
  }

  private void apply(Content content, int sign) {
    long cost = content.costNanos() == null ? 0 : content.costNanos();
    costNanos = Math.addExact(costNanos, Math.multiplyExact(cost, sign));
    requests += sign * (content.requests() == null ? 0 : content.requests());
    unpricedTokens += sign * content.unpricedTokens();
    long cacheSavings = content.savings().cache().nanos();
    cacheSavingsNanos = Math.addExact(cacheSavingsNanos, Math.multiplyExact(cacheSavings, sign));
    long tierSavings = content.savings().tier().nanos();
    tierSavingsNanos = Math.addExact(tierSavingsNanos, Math.multiplyExact(tierSavings, sign));
    content
        .tokens()
        .counts()
        .forEach(
            (type, count) ->
                tokens[place(type)] = Math.addExact(tokens[place(type)], sign * count));
    addUnits(content.unitMicros(), sign);
  }

  @SuppressWarnings("EnumOrdinal") // an order within this object alone, which is never stored
  private static int place(TokenType type) {
    return type.ordinal();
  }

  /** Few calls use any. */
  private void addUnits(Map<String, Long> micros, int sign) {
    if (micros.isEmpty()) {
      return;
    }
    Map<String, Long> sums = new TreeMap<>(unitMicros);
    micros.forEach((unit, more) -> sums.merge(unit, sign * more, Math::addExact));
    unitMicros = sums;
  }
}
