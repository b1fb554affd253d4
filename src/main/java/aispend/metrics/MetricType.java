// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Locale;

/** The kinds of metric: what the daemon exposes, and the postings that it sends. */
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM,
  /** Signed amounts at their time of use, sent by remote write and never scraped. */
  POSTING;

  /** The word in a {@code # TYPE} line and in the catalogue. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
