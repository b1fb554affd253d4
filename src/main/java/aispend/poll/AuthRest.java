// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to leave a provider alone that refused the key: ten minutes, then twice as long each
 * time up to an hour. It outlives the polls, which are made anew whenever the configuration or
 * prices are read. Safe for any thread.
 */
public final class AuthRest {
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * How it stands, as daemons tell each other.
   *
   * @param until the epoch, or earlier, when it does not rest
   * @param next how long it rests after the next refusal
   * @param why what the provider said; empty while it takes the key
   */
  public record State(Instant until, Duration next, String why) {}

  private Instant until = Instant.MIN;
  private Duration next = FIRST;
  private String why = "";

  synchronized State state() {
    return new State(until.isBefore(Instant.EPOCH) ? Instant.EPOCH : until, next, why);
  }

  /** Goes on where another daemon is. */
  synchronized void adopt(State state) {
    until = state.until();
    next = state.next();
    why = state.why();
  }

  synchronized boolean resting(Instant now) {
    // A clock that stepped back must not rest for longer than the longest rest.
    return now.isBefore(until) && !now.isBefore(until.minus(LONGEST));
  }

  synchronized Instant until() {
    return until;
  }

  /** What the provider said when it refused the key; empty while it takes it. */
  synchronized String why() {
    return why;
  }

  synchronized void refused(Instant now, String what) {
    why = what;
    until = now.plus(next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  synchronized void accepted() {
    until = Instant.MIN;
    next = FIRST;
    why = "";
  }
}
