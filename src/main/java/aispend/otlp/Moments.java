// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import java.time.Duration;
import java.time.Instant;

/**
 * Reads times of spans and points: nanoseconds since 1970, where 0 is not told.
 *
 * @param now the daemon's time
 * @param futureTolerance how far ahead of it a time may be
 */
record Moments(Instant now, Duration futureTolerance) {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final long NANOS = 1_000_000_000L;

  /** An instant that can be right. */
  Instant read(String field, long nanos) throws BadFieldException {
    if (nanos == 0) {
      throw BadFieldException.missing(field, "must be nanoseconds since 1970");
    }
    Instant at = of(nanos);
    if (at.isAfter(now.plus(futureTolerance))) {
      throw BadFieldException.bad(
          field,
          at.toString(),
          "must not be more than events.future_tolerance, "
              + futureTolerance
              + ", ahead of the daemon's clock, "
              + now);
    }
    if (at.isBefore(EARLIEST)) {
      throw BadFieldException.bad(
          field, at.toString(), "must be nanoseconds since 1970, in this century");
    }
    return at;
  }

  private static Instant of(long nanos) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(nanos, NANOS), Long.remainderUnsigned(nanos, NANOS));
  }
}
