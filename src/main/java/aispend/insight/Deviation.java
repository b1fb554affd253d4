// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Money;
import java.math.BigDecimal;
import java.util.List;

/**
 * Spend of a settled UTC day or hour that was out of the usual.
 *
 * @param scope {@code org}, {@code provider}, {@code project}, {@code model} or {@code feature}
 * @param name which of them; {@code all} for {@code org}
 * @param period the day or the hour
 * @param observed what it cost
 * @param expected as {@link Anomaly#expected}; of an hour, from the same hour of these days
 * @param deviations how many standard deviations observed is above expected
 * @param drivers what grew most within it, at most three, the largest first
 */
public record Deviation(
    String scope,
    String name,
    ChargePeriod period,
    Money observed,
    Money expected,
    BigDecimal deviations,
    List<Driver> drivers) {
  public Deviation {
    requireNonNull(scope, "scope");
    requireNonNull(name, "name");
    requireNonNull(period, "period");
    requireNonNull(observed, "observed");
    requireNonNull(expected, "expected");
    requireNonNull(deviations, "deviations");
    drivers = List.copyOf(drivers);
  }

  /**
   * A part of what was out of the usual.
   *
   * @param dimension by what it is split: {@code model}
   * @param observed what this part cost
   * @param expected the mean of the same part of the seven days before
   */
  public record Driver(String dimension, String value, Money observed, Money expected) {
    public Driver {
      requireNonNull(dimension, "dimension");
      requireNonNull(value, "value");
      requireNonNull(observed, "observed");
      requireNonNull(expected, "expected");
    }

    /** More than nothing. */
    Money growth() {
      return observed.minus(expected);
    }
  }
}
