// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Map;

/** A part of the exposition whose families are bounded in their number of series. */
interface GovernedFamilies extends FamilySource {
  /**
   * What was shown last.
   *
   * @param active series by family
   * @param limits series before new label sets are shown as other, by family
   */
  record Usage(Map<String, Integer> active, Map<String, Integer> limits) {
    public Usage {
      active = Map.copyOf(active);
      limits = Map.copyOf(limits);
    }
  }

  Usage usage();
}
