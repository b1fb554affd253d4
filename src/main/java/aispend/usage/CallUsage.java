// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

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
 */
public record CallUsage(
    @Nullable String responseId,
    @Nullable String model,
    @Nullable ReportedTokens tokens,
    Map<String, String> units,
    @Nullable String tier,
    @Nullable String costUsd) {
  public static final CallUsage NONE = new CallUsage(null, null, null, Map.of(), null, null);

  public CallUsage {
    units = Map.copyOf(units);
  }
}
