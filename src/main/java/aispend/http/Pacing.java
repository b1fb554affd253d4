// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;

/**
 * How fast one endpoint may be asked.
 *
 * @param requestsPerMinute most requests in any 60 seconds, retries included; 1 to {@value #MOST}
 * @param floorAfter429 shortest wait after a 429 that does not say when to come back
 */
public record Pacing(int requestsPerMinute, Duration floorAfter429) {
  /** Beyond this a limit has no effect in practice. */
  public static final int MOST = 10_000;

  /** No limit of ours, and after a 429 no more than the usual back-off. */
  public static final Pacing NONE = new Pacing(MOST, Duration.ZERO);

  public Pacing {
    if (requestsPerMinute < 1 || requestsPerMinute > MOST) {
      throw new IllegalArgumentException(
          "requests per minute are " + requestsPerMinute + "; must be 1 to " + MOST);
    }
    if (floorAfter429.isNegative()) {
      throw new IllegalArgumentException(
          "the wait after a 429 is " + floorAfter429 + "; must not be negative");
    }
  }
}
