// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.ledger.SumRow;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one layer told of a model on a day.
 *
 * @param tokens none where the layer does not tell them, as most bills
 * @param unpricedTokens tokens among them whose cost is not in the cost
 * @param savings on list prices, which the cost has less
 * @param settled whether it is expected to change no more
 */
public record LayerSum(
    Layer layer, Money cost, Tokens tokens, long unpricedTokens, Savings savings, boolean settled) {
  private static final Set<TokenType> CACHED =
      EnumSet.of(
          TokenType.CACHE_READ,
          TokenType.CACHE_WRITE,
          TokenType.CACHE_WRITE_LONG,
          TokenType.CACHE_READ_AUDIO,
          TokenType.CACHE_READ_IMAGE);
  private static final Set<TokenType> OUTPUT =
      EnumSet.of(
          TokenType.OUTPUT, TokenType.REASONING, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_IMAGE);

  public LayerSum {
    requireNonNull(layer, "layer");
    requireNonNull(cost, "cost");
    requireNonNull(tokens, "tokens");
    requireNonNull(savings, "savings");
  }

  /** A layer that speaks of the day, but has nothing of the model. */
  static LayerSum nothing(Layer layer, boolean settled) {
    return new LayerSum(layer, Money.ZERO_USD, Tokens.NONE, 0, Savings.NONE, settled);
  }

  LayerSum plus(SumRow row) {
    return new LayerSum(
        layer,
        cost.plus(row.cost()),
        tokens.plus(row.tokens()),
        Math.addExact(unpricedTokens, row.unpricedTokens()),
        savings.plus(row.savings()),
        settled);
  }

  /** Tokens read from or written to the vendor's cache. */
  long cachedTokens() {
    return of(CACHED);
  }

  /** Tokens of answers, reasoning included. */
  long outputTokens() {
    return of(OUTPUT);
  }

  private long of(Set<TokenType> types) {
    return types.stream().mapToLong(tokens::of).sum();
  }
}
