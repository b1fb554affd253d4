// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Outcome;
import aispend.model.TokenType;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A signed change of sums. Mutable; used by one thread within one transaction. Overflow throws
 * {@link ArithmeticException}.
 */
final class Delta {
  private long costNanos;
  private long requests;
  private long unpricedTokens;
  private Outcome outcome = Outcome.SUCCESS;
  private long cacheSavingsNanos;
  private long tierSavingsNanos;
  private final Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
  private final Map<String, Long> unitMicros = new TreeMap<>();

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
    delta.tokens.putAll(total.tokens());
    return delta;
  }

  static Delta of(SumTotal total, Map<String, Long> unitMicros) {
    Delta delta = of(total);
    delta.unitMicros.putAll(unitMicros);
    return delta;
  }

  void add(Delta other) {
    costNanos = Math.addExact(costNanos, other.costNanos);
    requests = Math.addExact(requests, other.requests);
    unpricedTokens = Math.addExact(unpricedTokens, other.unpricedTokens);
    cacheSavingsNanos = Math.addExact(cacheSavingsNanos, other.cacheSavingsNanos);
    tierSavingsNanos = Math.addExact(tierSavingsNanos, other.tierSavingsNanos);
    other.tokens.forEach((type, count) -> tokens.merge(type, count, Math::addExact));
    other.unitMicros.forEach((unit, micros) -> unitMicros.merge(unit, micros, Math::addExact));
  }

  long costNanos() {
    return costNanos;
  }

  long requests() {
    return requests;
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
    return tokens.getOrDefault(type, 0L);
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
        .forEach((type, count) -> tokens.merge(type, sign * count, Math::addExact));
    content
        .unitMicros()
        .forEach((unit, micros) -> unitMicros.merge(unit, sign * micros, Math::addExact));
  }
}
