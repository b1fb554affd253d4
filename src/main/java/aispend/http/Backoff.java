// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt. */
final class Backoff {
  private final HttpSettings.Retries retries;
  private final Duration floorAfter429;
  private final RandomGenerator random;

  Backoff(HttpSettings.Retries retries, Duration floorAfter429, RandomGenerator random) {
    this.retries = retries;
    this.floorAfter429 = floorAfter429;
    this.random = random;
  }

  /**
   * What the vendor asked for, cut to the longest wait followed; else our own, which doubles with
   * each attempt, and after a 429 is at least the floor.
   *
   * @param attempts how many have failed, at least 1
   */
  Duration after(int attempts, Outcome.Failed failure) {
    Duration told = failure.told().orElse(Duration.ZERO);
    if (!told.isZero()) {
      return shorter(told, retries.maxTold());
    }
    Duration own = spread(exponential(attempts));
    boolean silent429 = failure.status() == 429 && failure.told().isEmpty();
    return silent429 && own.compareTo(floorAfter429) < 0 ? floorAfter429 : own;
  }

  /** Whether the vendor asked for more than is followed. */
  boolean cuts(Outcome.Failed failure) {
    return failure.told().filter(told -> told.compareTo(retries.maxTold()) > 0).isPresent();
  }

  private Duration exponential(int attempts) {
    Duration wait = retries.backoff();
    for (int i = 1; i < attempts && wait.compareTo(retries.maxBackoff()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return shorter(wait, retries.maxBackoff());
  }

  private Duration spread(Duration wait) {
    double factor = 1 + retries.jitter() * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(wait.toMillis() * factor));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
