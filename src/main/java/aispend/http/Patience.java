// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: 1 s, doubling up to 5 minutes, spread by a fifth. Used by one
 * thread.
 */
public final class Patience {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LONGEST_TOLD = Duration.ofHours(1);
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 9;

  private final RandomGenerator random;
  private int failures;

  public Patience(RandomGenerator random) {
    this.random = random;
  }

  public void succeeded() {
    failures = 0;
  }

  /** The wait after one more failure: what the other side asked for, else our own. */
  public Duration failed(Duration told) {
    long doubled = FIRST.toMillis() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    if (!told.isZero()) {
      return told.compareTo(LONGEST_TOLD) < 0 ? told : LONGEST_TOLD;
    }
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(Math.min(doubled, LONGEST.toMillis()) * factor));
  }
}
