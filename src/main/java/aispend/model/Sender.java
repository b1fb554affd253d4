// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Arrays;
import java.util.Locale;

/**
 * By which way usage is told to the daemon, as the metric label {@code source}. One call is told by
 * one way only.
 */
public enum Sender {
  /** The application itself, by {@code POST /api/events}. */
  EVENTS,
  /** The tracking proxy, which the call went through. */
  PROXY,
  /** OpenTelemetry spans and metrics. */
  OTLP;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }

  /** Whether a source's label is one of these. */
  public static boolean isOne(String label) {
    return Arrays.stream(values()).anyMatch(sender -> sender.code().equals(label));
  }
}
