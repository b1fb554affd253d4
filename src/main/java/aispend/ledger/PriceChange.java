// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;
import java.time.LocalDate;

/**
 * By how much other prices change what one source told of one model on one UTC day. It is of the
 * source by itself; what becomes of canonical spend follows from the layers.
 *
 * @param rows records of reports, or single events
 * @param before known cost of these rows; what had no price counts 0 here
 * @param unpricedBefore their tokens without a price
 */
public record PriceChange(
    Place place, long rows, Money before, Money after, long unpricedBefore, long unpricedAfter) {
  /** Which source, model and UTC day. */
  public record Place(String source, String provider, String model, LocalDate day) {
    public Place {
      requireNonNull(source, "source");
      requireNonNull(provider, "provider");
      requireNonNull(model, "model");
      requireNonNull(day, "day");
    }
  }

  public PriceChange {
    requireNonNull(place, "place");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }

  public Money difference() {
    return after.plus(before.negated());
  }

  /** Both together. */
  PriceChange plus(PriceChange other) {
    return new PriceChange(
        place,
        rows + other.rows,
        before.plus(other.before),
        after.plus(other.after),
        Math.addExact(unpricedBefore, other.unpricedBefore),
        Math.addExact(unpricedAfter, other.unpricedAfter));
  }
}
