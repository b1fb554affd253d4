// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Money;

/**
 * Section {@code [anomaly]}.
 *
 * @param aboveAverage how far above the 7-day average spend must be, as a share: 0.5 is 50 %
 * @param deviations how many standard deviations of the seven days it must be above
 * @param min less is never one
 */
public record AnomalyConfig(double aboveAverage, double deviations, Money min) {
  /** What holds when the configuration does not say. */
  public static final AnomalyConfig USUAL = new AnomalyConfig(0.5, 3, Money.usd("1"));

  static AnomalyConfig read(Section section) {
    AnomalyConfig anomaly =
        new AnomalyConfig(
            section.get("above_average", Kinds.number(0, 100), USUAL.aboveAverage()),
            section.get("deviations", Kinds.number(0, 100), USUAL.deviations()),
            section.get("min_usd", Kinds.dollars(true), "1"));
    section.finish();
    return anomaly;
  }
}
