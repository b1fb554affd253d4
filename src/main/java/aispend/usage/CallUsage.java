// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedTokens;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one answer says of its call. Null where it does not say.
 *
 * @param responseId the vendor's id of the answer
 * @param model that answered, in the vendor's own words
 * @param tokens in the vendor's accounting
 * @param units other consumed quantities, as {@code ReportedUsage} has them
 * @param tier the service tier that was used
 * @param costUsd decimal dollars, where the vendor tells them in the answer
 * @param region where it was answered, if the price depends on it
 * @param speed at which it was answered, if the price depends on it
 */
public record CallUsage(
    @Nullable String responseId,
    @Nullable String model,
    @Nullable ReportedTokens tokens,
    Map<String, String> units,
    @Nullable String tier,
    @Nullable String costUsd,
    @Nullable String region,
    @Nullable String speed) {
  public static final CallUsage NONE = new CallUsage(null, null, null, Map.of(), null, null);

  public CallUsage {
    units = Map.copyOf(units);
  }

  /** An answer whose price depends on neither region nor speed. */
  public CallUsage(
      @Nullable String responseId,
      @Nullable String model,
      @Nullable ReportedTokens tokens,
      Map<String, String> units,
      @Nullable String tier,
      @Nullable String costUsd) {
    this(responseId, model, tokens, units, tier, costUsd, null, null);
  }

  /** Plain tokens. */
  static CallUsage of(ReportedTokens tokens) {
    return new CallUsage(null, null, tokens, Map.of(), null, null);
  }

  /** Whether it says how much was used. */
  public boolean counted() {
    return tokens != null || !units.isEmpty() || costUsd != null;
  }

  /**
   * A call's dimensions with what the answer tells of price: its tier always, its region and speed
   * where the call's own are not known.
   */
  public Dimensions onto(Dimensions call) {
    Dimensions told = tier == null ? call : call.with(Dimension.TIER, tier);
    if (region != null && call.get(Dimension.REGION).isEmpty()) {
      told = told.with(Dimension.REGION, region);
    }
    if (speed != null && call.get(Dimension.VARIANT).isEmpty()) {
      told = told.with(Dimension.VARIANT, speed);
    }
    return told;
  }

  /** The same use, of an answer with an id and a model. */
  CallUsage of(@Nullable String id, @Nullable String byModel, @Nullable String inTier) {
    return new CallUsage(
        id, byModel, tokens, units, tier == null ? inTier : tier, costUsd, region, speed);
  }
}
