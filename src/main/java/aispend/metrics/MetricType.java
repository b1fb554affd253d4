// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Locale;

/** The kinds of metric that the daemon exposes. */
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM;

  /** The word in a {@code # TYPE} line. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
