// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.AnomalyConfig;
import aispend.model.Money;
import java.math.BigDecimal;

/**
 * How far spend must be from the usual to be an anomaly: all three.
 *
 * @param aboveAverage as a share of what is expected; 0.5 is half more
 * @param deviations in standard deviations
 * @param min in dollars above what is expected
 */
public record AnomalyRules(BigDecimal aboveAverage, BigDecimal deviations, Money min) {
  public AnomalyRules {
    requireNonNull(aboveAverage, "aboveAverage");
    requireNonNull(deviations, "deviations");
    requireNonNull(min, "min");
  }

  /** As the configuration says. */
  public static AnomalyRules of(AnomalyConfig config) {
    return new AnomalyRules(
        BigDecimal.valueOf(config.aboveAverage()),
        BigDecimal.valueOf(config.deviations()),
        config.min());
  }
}
