// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.time.Duration;
import java.util.Set;

/** How wide buckets are, and how many of them a page holds; both vendors agree. */
enum Width {
  MINUTE("1m", Duration.ofMinutes(1), 60, 1440),
  HOUR("1h", Duration.ofHours(1), 24, 168),
  DAY("1d", Duration.ofDays(1), 7, 31);

  private final String code;
  private final Duration duration;
  private final int defaultLimit;
  private final int maxLimit;

  Width(String code, Duration duration, int defaultLimit, int maxLimit) {
    this.code = code;
    this.duration = duration;
    this.defaultLimit = defaultLimit;
    this.maxLimit = maxLimit;
  }

  /** The asked width, a day unless the request says otherwise. */
  static Width of(Request request, Set<String> allowed) throws Refusal {
    String wanted = request.value("bucket_width");
    for (Width width : values()) {
      if (width.code.equals(wanted == null ? "1d" : wanted) && allowed.contains(width.code)) {
        return width;
      }
    }
    throw Refusal.badRequest(
        "Invalid value: '" + wanted + "'. Supported values are: " + allowed + ".", "bucket_width");
  }

  Duration duration() {
    return duration;
  }

  int defaultLimit() {
    return defaultLimit;
  }

  int maxLimit() {
    return maxLimit;
  }
}
