// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.ChargePeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The stretches of time that questions are about. */
final class Periods {
  private Periods() {}

  /** That many UTC hours, the running one included. */
  static ChargePeriod hours(Instant now, int hours) {
    Instant end = ChargePeriod.hourOf(now).end();
    return new ChargePeriod(end.minus(Duration.ofHours(hours)), end);
  }

  /** That many UTC days, the running one included. */
  static ChargePeriod days(Instant now, int days) {
    Instant end = ChargePeriod.dayOf(now).end();
    return new ChargePeriod(end.minus(Duration.ofDays(days)), end);
  }

  /** The running UTC month up to the end of the running day. */
  static ChargePeriod monthToDate(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return days(now, today.getDayOfMonth());
  }

  /** The stretch of the same length before, up to the same elapsed time. */
  static ChargePeriod before(ChargePeriod period, Instant now) {
    Instant elapsed = ChargePeriod.hourOf(now).end();
    Instant end = period.end().isAfter(elapsed) ? elapsed : period.end();
    return new ChargePeriod(period.start().minus(period.duration()), end.minus(period.duration()));
  }
}
