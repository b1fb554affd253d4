// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * As of when the vendor speaks. Two answers with equal knowledge are equal.
 *
 * @param at the knowledge clock: nothing used later is told, and how old an hour is counts from
 *     here
 * @param settledBefore hours and days that start before this are told as they will be in the end
 * @param trafficEnd nothing is used from here on
 */
record Knowledge(Instant at, Instant settledBefore, Instant trafficEnd) {
  /** An age at which everything is final. */
  private static final long SETTLED_HOURS = Integer.MAX_VALUE;

  Knowledge {
    requireNonNull(at, "at");
    requireNonNull(settledBefore, "settledBefore");
    requireNonNull(trafficEnd, "trafficEnd");
  }

  /** What will be told about everything used until now, once nothing changes any more. */
  Knowledge inTheEnd(Instant now) {
    return new Knowledge(now, now, trafficEnd);
  }

  boolean isSettled(Instant start) {
    return start.isBefore(settledBefore);
  }

  /** Whole hours since the end of a period; negative while it runs. */
  long ageHours(Instant start, Instant end) {
    return isSettled(start)
        ? SETTLED_HOURS
        : Math.floorDiv(Duration.between(end, at).toSeconds(), 3600L);
  }

  /** How many of an hour's minutes have passed with traffic, 0..60. */
  int minutesOf(Instant hour) {
    Instant end = at.isBefore(trafficEnd) ? at : trafficEnd;
    return (int) Math.max(0, Math.min(60, Duration.between(hour, end).toMinutes()));
  }

  /** Whether a day is over and was used to its end. */
  boolean hasEnded(Instant end) {
    return !at.isBefore(end) && !trafficEnd.isBefore(end);
  }
}
