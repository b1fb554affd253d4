// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import java.time.Duration;

/** The windows over which budgets' burn rates are taken. */
public enum BurnWindow {
  HOUR("1h", 1),
  SIX_HOURS("6h", 6),
  DAY("24h", 24),
  THREE_DAYS("3d", 72);

  /** The longest of them. */
  static final Duration LONGEST = THREE_DAYS.length();

  private final String label;
  private final int hours;

  BurnWindow(String label, int hours) {
    this.label = label;
    this.hours = hours;
  }

  /** As the metric label {@code window}. */
  public String label() {
    return label;
  }

  Duration length() {
    return Duration.ofHours(hours);
  }

  /** Whether it is shorter than a day, so that daily amounts cannot be seen in it. */
  boolean withinDay() {
    return hours < 24;
  }
}
