// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import java.time.Duration;
import java.util.List;

/**
 * How the exposition is made.
 *
 * @param labels dimensions that are labels of cost, tokens and requests, the most important first
 * @param maxSeries bound of the whole exposition; at least {@value #LEAST_SERIES}
 * @param zeroHold how long a new label set is shown as 0 first, so that {@code increase()} sees its
 *     amount; at least two scrape intervals
 */
public record MetricsSettings(List<Dimension> labels, int maxSeries, Duration zeroHold) {
  /** Room for the daemon's own metrics and a few label sets of each family. */
  public static final int LEAST_SERIES = 1_000;

  public static final Duration DEFAULT_ZERO_HOLD = Duration.ofSeconds(75);

  public MetricsSettings {
    requireNonNull(zeroHold, "zeroHold");
    labels = List.copyOf(labels);
    if (labels.stream().distinct().count() != labels.size()) {
      throw new IllegalArgumentException("labels are " + labels + "; must not repeat");
    }
    if (maxSeries < LEAST_SERIES) {
      throw new IllegalArgumentException(
          "max_series is " + maxSeries + "; must be at least " + LEAST_SERIES);
    }
    if (zeroHold.isNegative()) {
      throw new IllegalArgumentException("zero hold is " + zeroHold + "; must not be negative");
    }
  }
}
