// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What request bodies may take.
 *
 * @param mostBytes of one
 * @param budgetBytes of all that are in memory at once
 * @param deadline until which one must be there, however slowly it trickles
 */
record BodyLimits(int mostBytes, long budgetBytes, Duration deadline) {
  private static final int LARGEST_AT_ONCE = 4;
  private static final long LEAST_BUDGET = 32L << 20;

  BodyLimits {
    requireNonNull(deadline, "deadline");
  }

  static BodyLimits of(ServerSettings settings) {
    int most = settings.maxBodyBytes();
    return new BodyLimits(
        most, Math.max(LEAST_BUDGET, (long) LARGEST_AT_ONCE * most), Duration.ofSeconds(60));
  }
}
