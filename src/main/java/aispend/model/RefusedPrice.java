// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A price that was read in a price map and not believed; the old one stays.
 *
 * @param detail which rate, what it was and what the map says
 */
public record RefusedPrice(String vendor, String model, Reason reason, String detail) {
  /** Why a price is not believed. */
  public enum Reason {
    /** From nothing to something or back, or a first price of nothing. */
    ZERO,
    /** Ten times as much or a tenth, or more. */
    TENFOLD,
    /** As if told per 1,000 or per million tokens, not per token. */
    UNIT,
    NEGATIVE,
    NOT_A_NUMBER,
    /** A rate that is known has no price any more. */
    MISSING,
    /** Another name of a model, with a price of its own. */
    ALIAS;

    /** The metric label. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RefusedPrice {
    requireNonNull(vendor, "vendor");
    requireNonNull(model, "model");
    requireNonNull(reason, "reason");
    requireNonNull(detail, "detail");
  }
}
