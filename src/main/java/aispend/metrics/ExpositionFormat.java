// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text formats that a scrape can be answered in. */
public enum ExpositionFormat {
  /** Prometheus text format 0.0.4. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0.0; without created timestamps, which would make seeded counters jump. */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  ExpositionFormat(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /**
   * OpenMetrics when it is named and not liked less than plain text, else plain text.
   *
   * @param accept the request's {@code Accept} header
   */
  public static ExpositionFormat negotiate(@Nullable String accept) {
    if (accept == null) {
      return TEXT;
    }
    BigDecimal open = quality(accept, "application/openmetrics-text");
    return open.signum() > 0 && open.compareTo(quality(accept, "text/plain")) >= 0
        ? OPEN_METRICS
        : TEXT;
  }

  /** The best quality given for a media type; 0 when it is not named. */
  private static BigDecimal quality(String accept, String mediaType) {
    BigDecimal best = BigDecimal.ZERO;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equals(mediaType)) {
        best = best.max(quality(parts));
      }
    }
    return best;
  }

  private static BigDecimal quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        String digits = parameter.substring(2);
        return digits.matches("[01](\\.[0-9]{0,3})?") ? new BigDecimal(digits) : BigDecimal.ZERO;
      }
    }
    return BigDecimal.ONE;
  }
}
