// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Token counts by disjoint type. Types that are absent count 0 and are not listed; none is
 * negative.
 *
 * @param counts tokens by type, without zero entries
 */
public record Tokens(Map<TokenType, Long> counts) {
  public static final Tokens NONE = new Tokens(Map.of());

  public Tokens {
    EnumMap<TokenType, Long> kept = new EnumMap<>(TokenType.class);
    counts.forEach(
        (type, count) -> {
          if (count < 0) {
            throw new IllegalArgumentException(
                type.code() + " tokens are " + count + "; must not be negative");
          }
          if (count > 0) {
            kept.put(type, count);
          }
        });
    counts = Collections.unmodifiableMap(kept);
  }

  public static Tokens of(TokenType type, long count) {
    return new Tokens(Map.of(type, count));
  }

  public long of(TokenType type) {
    return counts.getOrDefault(type, 0L);
  }

  /** All tokens of all types. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  public Tokens plus(Tokens other) {
    EnumMap<TokenType, Long> sums = new EnumMap<>(TokenType.class);
    sums.putAll(counts);
    other.counts.forEach((type, count) -> sums.merge(type, count, Math::addExact));
    return new Tokens(sums);
  }
}
