// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Where a price is from.
 *
 * @param kind who brought it into the book
 * @param source the list it was taken from, for people
 * @param read the day it was last compared with that list, or learned; the epoch when nobody says
 */
public record PriceOrigin(Kind kind, String source, LocalDate read) {
  /** Ways into the book. */
  public enum Kind {
    /** Came with this version. */
    BUNDLED,
    /** Read in a price map. */
    LEARNED,
    /** Of one's own price file. */
    OWN
  }

  public PriceOrigin {
    requireNonNull(kind, "kind");
    requireNonNull(source, "source");
    requireNonNull(read, "read");
  }
}
