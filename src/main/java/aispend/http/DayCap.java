// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lets at most so many calls through in a UTC day, whatever goes wrong above it. Where calls are
 * counted in memory, a restart begins anew. Any thread may use it.
 */
final class DayCap {
  private final int most;
  private final DayCount taken;

  DayCap(int most, DayCount taken) {
    this.most = most;
    this.taken = taken;
  }

  /**
   * Calls of a day; shared by all caps of one provider, however often its configuration is read.
   */
  static final class Taken implements DayCount {
    private Instant day = Instant.EPOCH;
    private int calls;

    @Override
    public synchronized boolean take(Instant now, int most) {
      Instant today = now.truncatedTo(ChronoUnit.DAYS);
      if (!today.equals(day)) {
        day = today;
        calls = 0;
      }
      if (calls >= most) {
        return false;
      }
      calls++;
      return true;
    }
  }

  int most() {
    return most;
  }

  /** Takes a call of the day that an instant is in; false when none is left. */
  boolean take(Instant now) {
    return taken.take(now, most);
  }
}
