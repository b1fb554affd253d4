// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Times as RFC 3339 writes them. The usual spelling, seconds of UTC as in {@code
 * 2026-11-21T12:00:00Z}, is read by its places: the JDK's parser takes longer than all the rest of
 * an event.
 */
final class Timestamp {
  private static final String SHAPE = "0000-00-00T00:00:00Z";

  private Timestamp() {}

  /**
   * The instant that a text tells.
   *
   * @throws DateTimeException when it is none, or has no offset
   */
  static Instant parse(String text) {
    return isUsual(text) ? usual(text) : OffsetDateTime.parse(text).toInstant();
  }

  private static boolean isUsual(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char found = text.charAt(i);
      boolean fits = SHAPE.charAt(i) == '0' ? isDigit(found) : found == SHAPE.charAt(i);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char found) {
    return found >= '0' && found <= '9';
  }

  private static Instant usual(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int until) {
    return Integer.parseInt(text, from, until, 10);
  }
}
