// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.util.Map;

/**
 * By how much the cache and the tier changed what tokens cost. Results are exact, in millionths of
 * a dollar, before the multipliers.
 *
 * @param card which type is charged as which
 * @param tokens those of one record
 * @param rates the rates they were charged at
 */
record TokenSavings(RateCard card, Tokens tokens, Map<TokenType, BigDecimal> rates) {

  /** What each cached type would have been without a cache. */
  private static final Map<TokenType, TokenType> UNCACHED =
      Map.of(
          TokenType.CACHE_READ, TokenType.INPUT,
          TokenType.CACHE_WRITE, TokenType.INPUT,
          TokenType.CACHE_WRITE_LONG, TokenType.INPUT,
          TokenType.CACHE_READ_AUDIO, TokenType.INPUT_AUDIO,
          TokenType.CACHE_READ_IMAGE, TokenType.INPUT_IMAGE);

  /**
   * Reads below the price of uncached input, less writes above it. A type whose uncached price is
   * not in the list saves nothing.
   */
  BigDecimal byCache() {
    BigDecimal saved = BigDecimal.ZERO;
    for (Map.Entry<TokenType, Long> count : tokens.counts().entrySet()) {
      TokenType type = count.getKey();
      BigDecimal paid = rates.get(card.chargedAs(type));
      BigDecimal full = rates.get(card.chargedAs(UNCACHED.getOrDefault(type, type)));
      if (full != null && paid != null) {
        saved = saved.add(full.subtract(paid).multiply(BigDecimal.valueOf(count.getValue())));
      }
    }
    return saved;
  }

  /**
   * What the same tokens cost at other rates, less what they cost; 0 when any of them has no price
   * there.
   *
   * @param standard the rates of the standard tier
   */
  BigDecimal against(Map<TokenType, BigDecimal> standard) {
    BigDecimal saved = BigDecimal.ZERO;
    for (Map.Entry<TokenType, Long> count : tokens.counts().entrySet()) {
      TokenType type = card.chargedAs(count.getKey());
      BigDecimal paid = rates.get(type);
      BigDecimal other = standard.get(type);
      if (other == null || paid == null) {
        return BigDecimal.ZERO;
      }
      saved = saved.add(other.subtract(paid).multiply(BigDecimal.valueOf(count.getValue())));
    }
    return saved;
  }
}
