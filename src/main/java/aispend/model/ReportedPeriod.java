// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A bucket's bounds as the vendor names them: wall-clock times {@code [start, end)} in a zone.
 *
 * @param start first moment of the bucket
 * @param end first moment after it
 * @param zone the zone both are told in
 */
public record ReportedPeriod(LocalDateTime start, LocalDateTime end, ZoneId zone) {
  public ReportedPeriod {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
    requireNonNull(zone, "zone");
  }

  /** A bucket told in instants. */
  public static ReportedPeriod of(Instant start, Instant end) {
    return new ReportedPeriod(
        LocalDateTime.ofInstant(start, ZoneOffset.UTC),
        LocalDateTime.ofInstant(end, ZoneOffset.UTC),
        ZoneOffset.UTC);
  }

  /** A bucket told as a calendar day of some zone. */
  public static ReportedPeriod day(LocalDate day, ZoneId zone) {
    return new ReportedPeriod(day.atStartOfDay(), day.plusDays(1).atStartOfDay(), zone);
  }
}
