// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger keeps: one row of use in UTC, disjoint tokens and exact money. Its identity is
 * source, charge period and dimensions; the rest is content, which a vendor may restate.
 *
 * @param period when it was used
 * @param dimensions by what it is split; always holds the provider
 * @param tokens disjoint token counts
 * @param requests number of calls; null when the source does not say
 * @param units other consumed quantities by unit, none zero
 * @param cost what it costs, or why that is unknown
 * @param savings what was saved on a list price; {@link Savings#NONE} for any other cost
 */
public record UsageRecord(
    ChargePeriod period,
    Dimensions dimensions,
    Tokens tokens,
    @Nullable Long requests,
    Map<String, BigDecimal> units,
    Cost cost,
    Savings savings) {
  public UsageRecord {
    requireNonNull(period, "period");
    requireNonNull(dimensions, "dimensions");
    requireNonNull(tokens, "tokens");
    requireNonNull(cost, "cost");
    requireNonNull(savings, "savings");
    units = units.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(units));
    if (requests != null && requests < 0) {
      throw new IllegalArgumentException("requests are " + requests + "; must not be negative");
    }
    if (dimensions.get(Dimension.PROVIDER).isEmpty()) {
      throw new IllegalArgumentException("a record needs a provider");
    }
  }

  /** A record on which nothing is known to be saved. */
  public UsageRecord(
      ChargePeriod period,
      Dimensions dimensions,
      Tokens tokens,
      @Nullable Long requests,
      Map<String, BigDecimal> units,
      Cost cost) {
    this(period, dimensions, tokens, requests, units, cost, Savings.NONE);
  }

  /** Tokens whose price is unknown: all of them when the cost is {@link Cost.Unpriced}, else 0. */
  public long unpricedTokens() {
    return cost instanceof Cost.Unpriced ? tokens.total() : 0;
  }
}
