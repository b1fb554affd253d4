// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast one endpoint may be asked.
 *
 * @param requestsPerMinute most requests in any 60 seconds, retries included; 1 to {@value #MOST}
 * @param floorAfter429 shortest wait after a 429 that does not say when to come back
 * @param paid set where the vendor wants money for each call; null where asking is free
 */
public record Pacing(int requestsPerMinute, Duration floorAfter429, @Nullable Paid paid) {
  /** Beyond this a limit has no effect in practice. */
  public static final int MOST = 10_000;

  /** No limit of ours, and after a 429 no more than the usual back-off. */
  public static final Pacing NONE = new Pacing(MOST, Duration.ZERO);

  /**
   * Calls that cost money; they are counted as such.
   *
   * @param mostADay most of them in a UTC day, retries included
   * @param key how the operator calls this limit, for messages: {@code options.calls_per_day}
   */
  public record Paid(int mostADay, String key) {
    public Paid {
      if (mostADay < 1) {
        throw new IllegalArgumentException(
            "paid calls a day are " + mostADay + "; must be at least 1");
      }
    }
  }

  /** A pace at which asking is free. */
  public Pacing(int requestsPerMinute, Duration floorAfter429) {
    this(requestsPerMinute, floorAfter429, null);
  }

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

  /** The same pace for calls that cost money. */
  public Pacing paid(Paid terms) {
    return new Pacing(requestsPerMinute, floorAfter429, terms);
  }
}
