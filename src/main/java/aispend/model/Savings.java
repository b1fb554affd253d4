// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

/**
 * What use at list price would have cost more without the vendor's prompt cache, and at the
 * standard tier. Negative where the choice made it dearer. The two are not one sum: each is told
 * with the other as it was.
 *
 * @param cache tokens read from and written to the cache at the price of uncached input, less what
 *     they cost, at the tier they were used in; negative where writes are not read back
 * @param tier the same tokens in the standard tier, less what they cost; negative where a faster
 *     tier was paid for
 */
public record Savings(Money cache, Money tier) {
  public static final Savings NONE = new Savings(Money.ZERO_USD, Money.ZERO_USD);

  public Savings {
    requireNonNull(cache, "cache");
    requireNonNull(tier, "tier");
  }

  public static Savings usd(long cacheNanos, long tierNanos) {
    return new Savings(Money.usd(cacheNanos), Money.usd(tierNanos));
  }

  public Savings plus(Savings other) {
    return new Savings(cache.plus(other.cache), tier.plus(other.tier));
  }

  public Savings negated() {
    return new Savings(cache.negated(), tier.negated());
  }
}
