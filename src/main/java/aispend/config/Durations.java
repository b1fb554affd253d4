// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the configuration writes them: {@code 500ms}, {@code 10s}, {@code 15m}, {@code 1h},
 * {@code 30d}.
 */
final class Durations {
  private static final Pattern FORMAT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private Durations() {}

  /** The duration; empty when the text is none. A day has 24 hours. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  /** The shortest text that reads back as the same duration, which is in whole milliseconds. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("d", 86_400_000L);
    units.put("h", 3_600_000L);
    units.put("m", 60_000L);
    units.put("s", 1_000L);
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (millis > 0 && millis % unit.getValue() == 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return millis == 0 ? "0s" : millis + "ms";
  }
}
