// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lets at most so many calls through in a UTC day, whatever goes wrong above it. A restart begins
 * anew. Any thread may use it.
 */
final class DayCap {
  private final int most;
  private Instant day = Instant.EPOCH;
  private int taken;

  DayCap(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }

  /** Takes a call of the day that an instant is in; false when none is left. */
  synchronized boolean take(Instant now) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    if (!today.equals(day)) {
      day = today;
      taken = 0;
    }
    if (taken == most) {
      return false;
    }
    taken++;
    return true;
  }
}
