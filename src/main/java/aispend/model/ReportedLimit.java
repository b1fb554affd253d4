// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a vendor lets somebody spend, and how much of it is spent, as the vendor says. It starts
 * anew with each period of the vendor's, and is no part of any sum.
 *
 * @param scope whose it is: {@code organization}, {@code project}, {@code team}, {@code key},
 *     {@code user}
 * @param id the vendor's id of whose it is; empty where there is only one
 * @param name what the vendor calls it; empty where it has no name
 * @param period how often it starts anew, in the vendor's words: {@code month}, {@code 30d}; empty
 *     for never
 * @param most what may be spent
 * @param spent of that; null where the vendor does not say
 */
public record ReportedLimit(
    String scope, String id, String name, String period, Money most, @Nullable Money spent) {
  public ReportedLimit {
    requireNonNull(scope, "scope");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(period, "period");
    requireNonNull(most, "most");
    if (spent != null && !spent.currency().equals(most.currency())) {
      throw new IllegalArgumentException("spent is " + spent + " of " + most);
    }
  }

  /** Spent to allowed; 0 where the vendor does not say, or allows nothing. */
  public double usedRatio() {
    return spent == null || most.nanos() == 0 ? 0 : (double) spent.nanos() / most.nanos();
  }
}
