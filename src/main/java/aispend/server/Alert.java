// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.time.Instant;
import java.util.Locale;

/**
 * An alert that Alertmanager sent. Texts are one line without control characters, cut to {@value
 * #MOST}.
 *
 * @param status firing or resolved
 * @param name its {@code alertname}
 * @param severity its {@code severity}, or empty
 * @param summary its annotation {@code summary}, else {@code description}, or empty
 * @param startsAt as Alertmanager wrote it
 * @param receivedAt when it came
 */
record Alert(
    Status status,
    String name,
    String severity,
    String summary,
    String startsAt,
    Instant receivedAt) {
  static final int MOST = 200;

  /** Whether it is still on. */
  enum Status {
    FIRING,
    RESOLVED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Alert {
    name = line(name);
    severity = line(severity);
    summary = line(summary);
    startsAt = line(startsAt);
  }

  /** Whether it says nothing but that alerting works: Alertmanager sends it without end. */
  boolean heartbeat() {
    return severity.equals("none");
  }

  /** One line: no control, format or separator characters that could make another one. */
  private static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\u0085]+", " ").strip();
    return line.length() > MOST ? line.substring(0, MOST) + "..." : line;
  }
}
