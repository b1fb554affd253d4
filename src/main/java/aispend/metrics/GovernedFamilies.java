// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Map;

/** A part of the exposition whose families are bounded in their number of series. */
interface GovernedFamilies extends FamilySource {
  /**
   * What was shown last.
   *
   * @param active series by family
   * @param limits most label sets with a series of their own, by family that is bounded
   * @param overflow label sets shown as other, by label that was folded
   */
  record Usage(
      Map<String, Integer> active, Map<String, Integer> limits, Map<String, Long> overflow) {
    public Usage {
      active = Map.copyOf(active);
      limits = Map.copyOf(limits);
      overflow = Map.copyOf(overflow);
    }
  }

  Usage usage();
}
