// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import java.util.Locale;

/** Why two layers tell different amounts for the same calls; the likeliest by the figures alone. */
public enum Cause {
  /** One side is still expected to change. */
  NOT_SETTLED,
  /** A cent, or a thousandth of the larger side. */
  ROUNDING,
  /** One side does not see all calls: applications that tell nothing, or another account. */
  TRAFFIC_NOT_INSTRUMENTED,
  /** The same tokens, but other parts of them counted as cached. */
  CACHE_SPLIT,
  /** The same tokens at the price of another service tier, batch included. */
  TIER_OR_BATCH,
  /** The same input and less output: answers that were broken off, which the vendor wrote on. */
  ABORTED_STREAMS,
  /** Another price than the list's: it changed, was negotiated, or the list has none. */
  PRICE_CHANGED_OR_NEGOTIATED;

  /** As the API says it: {@code cache_split}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
