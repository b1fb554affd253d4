// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Times as exports write them: {@code 2026-11-20T10:00:00Z}, {@code 2026-11-20T00:00Z}, {@code
 * 2026-11-20 10:00:00.000}, {@code 2026-11-20 10:00:00 UTC}, {@code 2026-11-20}. FOCUS knows UTC
 * only, so that a time without an offset is in UTC.
 */
final class FocusTime {
  private static final int DATE = "2026-11-20".length();

  private FocusTime() {}

  /**
   * The instant.
   *
   * @throws DateTimeException when it is no such time
   */
  static Instant parse(String text) {
    String time = text.strip();
    if (time.length() == DATE) {
      return LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    if (time.endsWith(" UTC")) {
      time = time.substring(0, time.length() - " UTC".length()) + "Z";
    }
    time = time.replace(' ', 'T');
    return hasOffset(time)
        ? OffsetDateTime.parse(time).toInstant()
        : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
  }

  private static boolean hasOffset(String time) {
    return time.endsWith("Z") || time.indexOf('+', DATE) >= 0 || time.indexOf('-', DATE) >= 0;
  }
}
