// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Money;

/**
 * Section {@code [anomaly]}.
 *
 * @param aboveAverage how far above the 7-day average spend must be, as a share: 0.5 is 50 %
 * @param min less is never one
 */
public record AnomalyConfig(double aboveAverage, Money min) {
  static AnomalyConfig read(Section section) {
    AnomalyConfig anomaly =
        new AnomalyConfig(
            section.get("above_average", Kinds.number(0, 100), 0.5),
            section.get("min_usd", Kinds.dollars(true), "1"));
    section.finish();
    return anomaly;
  }
}
