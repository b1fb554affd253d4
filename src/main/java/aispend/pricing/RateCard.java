// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All token rates of a model at one time.
 *
 * @param base the standard tier
 * @param longContextAbove input tokens of a request above which its long-context rates hold; null
 *     when the vendor makes no difference
 * @param tiers complete rates of the other tiers, by name; nothing is inherited from the base
 * @param operations complete rates of operations with a price of their own, standard tier
 */
record RateCard(
    RateSet base,
    @Nullable Long longContextAbove,
    Map<String, RateSet> tiers,
    Map<String, RateSet> operations) {
  static final String STANDARD = "standard";

  /** What a type is charged as when the model lists no rate of its own for it. */
  private static final Map<TokenType, TokenType> CHARGED_AS =
      Map.of(
          TokenType.REASONING, TokenType.OUTPUT,
          TokenType.INPUT_IMAGE, TokenType.INPUT,
          TokenType.CACHE_READ_IMAGE, TokenType.CACHE_READ);

  RateCard {
    tiers = Map.copyOf(tiers);
    operations = Map.copyOf(operations);
  }

  /**
   * The rates for a kind of request; empty when the tier is not in the list.
   *
   * @param tier {@value #STANDARD} or a tier's name, aliases resolved
   */
  Optional<Map<TokenType, BigDecimal>> rates(String tier, String operation, ContextClass context) {
    return setFor(tier, operation)
        .map(set -> context.isAbove(longContextAbove) ? set.longContext() : set.standard());
  }

  /** The type whose rate is charged for {@code type}. */
  TokenType chargedAs(TokenType type) {
    return base.standard().containsKey(type) ? type : CHARGED_AS.getOrDefault(type, type);
  }

  private Optional<RateSet> setFor(String tier, String operation) {
    RateSet own = operations.get(operation);
    if (tier.equals(STANDARD)) {
      return Optional.of(own == null ? base : own);
    }
    return own == null ? Optional.ofNullable(tiers.get(tier)) : Optional.empty();
  }
}
