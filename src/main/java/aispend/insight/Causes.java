// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.model.Layer;
import aispend.model.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The likeliest {@link Cause} of a difference, by figures alone. Where both sides tell tokens,
 * these say whether calls are missing; a bill without tokens is compared with what the same use
 * would cost otherwise. The first rule that holds decides.
 */
final class Causes {
  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final BigDecimal THOUSANDTH = new BigDecimal("0.001");
  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");
  private static final BigDecimal TENTH = new BigDecimal("0.1");
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private Causes() {}

  /**
   * Why a detailed layer differs from the next more binding one.
   *
   * @return empty when they do not differ
   */
  static Optional<Cause> of(LayerSum detailed, LayerSum binding) {
    BigDecimal told = detailed.cost().units();
    BigDecimal bound = binding.cost().units();
    if (told.compareTo(bound) == 0) {
      return Optional.empty();
    }
    boolean open = detailed.layer() != Layer.ATTRIBUTED && !detailed.settled();
    if (open || !binding.settled()) {
      return Optional.of(Cause.NOT_SETTLED);
    }
    if (told.subtract(bound).abs().compareTo(CENT) <= 0 || near(told, bound, THOUSANDTH)) {
      return Optional.of(Cause.ROUNDING);
    }
    return Optional.of(
        binding.tokens().isEmpty() ? byPrice(detailed, binding) : byTokens(detailed, binding));
  }

  private static Cause byTokens(LayerSum detailed, LayerSum binding) {
    long told = detailed.tokens().total();
    long bound = binding.tokens().total();
    if (!near(told, bound)) {
      boolean sameInput =
          near(told - detailed.outputTokens(), bound - binding.outputTokens()) && told > 0;
      return sameInput && detailed.outputTokens() < binding.outputTokens()
          ? Cause.ABORTED_STREAMS
          : Cause.TRAFFIC_NOT_INSTRUMENTED;
    }
    long moved = Math.abs(detailed.cachedTokens() - binding.cachedTokens());
    if (BigDecimal.valueOf(moved).compareTo(BigDecimal.valueOf(bound).multiply(HUNDREDTH)) > 0) {
      return Cause.CACHE_SPLIT;
    }
    Money byTier = binding.savings().tier().minus(detailed.savings().tier());
    Money difference = detailed.cost().minus(binding.cost());
    return near(difference.units(), byTier.units(), TENTH)
        ? Cause.TIER_OR_BATCH
        : Cause.PRICE_CHANGED_OR_NEGOTIATED;
  }

  private static Cause byPrice(LayerSum detailed, LayerSum binding) {
    BigDecimal told = detailed.cost().units();
    BigDecimal bound = binding.cost().units();
    boolean silent = detailed.cost().nanos() == 0 && detailed.tokens().isEmpty();
    if (bound.compareTo(told) > 0 && (silent || detailed.layer() == Layer.ATTRIBUTED)) {
      return Cause.TRAFFIC_NOT_INSTRUMENTED;
    }
    if (detailed.unpricedTokens() > 0) {
      return Cause.PRICE_CHANGED_OR_NEGOTIATED;
    }
    BigDecimal byTier = detailed.savings().tier().units();
    boolean standard = byTier.signum() != 0 && near(bound, told.add(byTier), HUNDREDTH);
    boolean batch = byTier.signum() == 0 && near(bound, told.multiply(HALF), HUNDREDTH);
    if (standard || batch) {
      return Cause.TIER_OR_BATCH;
    }
    BigDecimal byCache = detailed.savings().cache().units();
    return byCache.signum() != 0 && near(bound, told.add(byCache), HUNDREDTH)
        ? Cause.CACHE_SPLIT
        : Cause.PRICE_CHANGED_OR_NEGOTIATED;
  }

  private static boolean near(long one, long two) {
    return near(BigDecimal.valueOf(one), BigDecimal.valueOf(two), HUNDREDTH);
  }

  /** Whether two amounts differ by at most a part of the larger. */
  private static boolean near(BigDecimal one, BigDecimal two, BigDecimal part) {
    BigDecimal larger = one.abs().max(two.abs());
    return one.subtract(two).abs().compareTo(larger.multiply(part)) <= 0;
  }
}
