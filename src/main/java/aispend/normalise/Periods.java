// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import aispend.model.ChargePeriod;
import aispend.model.ReportedPeriod;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/** Wall-clock bounds to instants. */
final class Periods {
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 9998;

  private Periods() {}

  /**
   * The reported bounds in UTC. A day has 23 or 25 hours where clocks change; consecutive buckets
   * stay consecutive.
   *
   * @throws BadValueException when no time lies between the bounds, or they are not dates of use
   */
  static ChargePeriod inUtc(ReportedPeriod reported) throws BadValueException {
    Instant start = instant(reported, reported.start());
    Instant end = instant(reported, reported.end());
    if (!start.isBefore(end)) {
      throw bad(reported, "must end after it starts, in a day that its zone has");
    }
    if (!inWholeSeconds(reported.start()) || !inWholeSeconds(reported.end())) {
      throw bad(reported, "must be in whole seconds");
    }
    return new ChargePeriod(start, end);
  }

  private static Instant instant(ReportedPeriod reported, LocalDateTime local)
      throws BadValueException {
    if (local.getYear() < FIRST_YEAR || local.getYear() > LAST_YEAR) {
      throw bad(reported, "must be in the years " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    return instant(local, reported.zone());
  }

  /**
   * A time that clocks skip is the moment they jump; one that they show twice is its first showing.
   * So the mapping never turns back, and the end of a bucket is the start of the next.
   */
  private static Instant instant(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    if (transition != null && transition.isGap()) {
      return transition.getInstant();
    }
    ZoneOffset offset =
        transition == null ? zone.getRules().getOffset(local) : transition.getOffsetBefore();
    return local.toInstant(offset);
  }

  private static boolean inWholeSeconds(LocalDateTime local) {
    return local.equals(local.truncatedTo(ChronoUnit.SECONDS));
  }

  private static BadValueException bad(ReportedPeriod reported, String remedy) {
    return new BadValueException(
        "period", reported.start() + ".." + reported.end() + " " + reported.zone(), remedy);
  }
}
