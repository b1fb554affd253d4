// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as a vendor reports it: its own accounting, unit and ids. Only {@code normalise} turns it
 * into a {@link UsageRecord}.
 *
 * @param dimensions what the row is grouped by, in the vendor's ids; the provider is added later
 * @param tokens token counts in the vendor's accounting; null when the row counts none
 * @param requests number of calls; null when the vendor does not say, which is not zero
 * @param units other consumed quantities by unit ({@code images}, {@code characters}, {@code
 *     seconds}, {@code searches}, {@code sessions}), as the vendor's decimal text
 * @param cost the vendor's own amount; null when the row has none and is to be priced
 */
public record ReportedUsage(
    Dimensions dimensions,
    @Nullable ReportedTokens tokens,
    @Nullable Long requests,
    Map<String, String> units,
    @Nullable ReportedCost cost) {
  public ReportedUsage {
    requireNonNull(dimensions, "dimensions");
    units = Map.copyOf(units);
  }

  /** The same use, split otherwise. */
  public ReportedUsage withDimensions(Dimensions other) {
    return new ReportedUsage(other, tokens, requests, units, cost);
  }
}
