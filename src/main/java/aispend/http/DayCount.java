// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Instant;

/** Counts the calls to a provider in a UTC day, for all who call it. Any thread may use it. */
@FunctionalInterface
public interface DayCount {
  /**
   * Takes a call.
   *
   * @param now an instant of the day
   * @param most of the day
   * @return false when none is left
   */
  boolean take(Instant now, int most);
}
