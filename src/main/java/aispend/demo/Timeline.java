// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The simulator's clock, which tests move, and how far the vendor's knowledge lags behind it. Safe
 * for use by several threads.
 */
final class Timeline {
  private final Clock clock;
  private Duration ahead = Duration.ZERO;
  private Duration lag;
  private Instant settledBefore = Instant.MIN;
  private Instant trafficEnd = Instant.MAX;

  Timeline(Clock clock, Duration lag) {
    this.clock = clock;
    this.lag = lag;
  }

  /** The clock the simulator was given, unmoved: what callers share with it. */
  Instant wallClock() {
    return clock.instant();
  }

  synchronized Instant now() {
    return clock.instant().plus(ahead);
  }

  synchronized Duration lag() {
    return lag;
  }

  synchronized Knowledge knowledge() {
    return new Knowledge(now().minus(lag), settledBefore, trafficEnd);
  }

  synchronized void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  synchronized void lag(Duration newLag) {
    lag = newLag;
  }

  /**
   * Makes everything used until now final, and ends the lag.
   *
   * @param stopTraffic whether nothing is used from now on, so that the truth stands still
   */
  synchronized void settle(boolean stopTraffic) {
    lag = Duration.ZERO;
    settledBefore = now();
    if (stopTraffic && settledBefore.isBefore(trafficEnd)) {
      trafficEnd = settledBefore;
    }
  }
}
