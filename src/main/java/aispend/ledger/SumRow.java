// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.Tokens;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One sum.
 *
 * @param key the values of the grouping; what is not attributed is absent
 * @param bucket start of the row's hour or day; null for a total
 * @param cost known cost in the base currency
 * @param tokens by type
 * @param requests calls, where the sources say
 * @param unpricedTokens tokens among them without a price, whose cost is unknown
 * @param savings what was saved on list prices; a bill's residual holds none
 */
public record SumRow(
    Dimensions key,
    @Nullable Instant bucket,
    Money cost,
    Tokens tokens,
    long requests,
    long unpricedTokens,
    Savings savings) {

  /** A sum on which nothing was saved. */
  public SumRow(
      Dimensions key,
      @Nullable Instant bucket,
      Money cost,
      Tokens tokens,
      long requests,
      long unpricedTokens) {
    this(key, bucket, cost, tokens, requests, unpricedTokens, Savings.NONE);
  }
}
