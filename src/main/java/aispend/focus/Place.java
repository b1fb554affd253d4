// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.ChargePeriod;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a folder's path says of the files in it:
 *
 * <pre>
 * acme/focus/20261101-20261130/202611200512/6f1c   Azure, a folder for each run
 * acme/focus/data/BILLING_PERIOD=2026-11           AWS, overwritten by each run
 * </pre>
 *
 * Sources: Microsoft Learn, "Improved exports"; AWS Data Exports, "Understanding export delivery".
 *
 * @param export the folders before the period: what is exported again and again
 * @param named the folder that names the period
 * @param period the UTC days it names
 * @param run the folders behind it; empty where each run overwrites the last
 */
record Place(String export, String named, ChargePeriod period, String run) {
  private static final Pattern DAYS = Pattern.compile("(\\d{8})-(\\d{8})");
  private static final Pattern MONTH = Pattern.compile("(?i)billing_period=(\\d{4}-\\d{2})");
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  /** A folder of files with an export's period in its path; empty for any other. */
  static Optional<Place> of(String folder) {
    String[] parts = folder.split("/", -1);
    int begun = 0;
    for (String part : parts) {
      Optional<ChargePeriod> period = period(part);
      if (period.isPresent()) {
        int end = begun + part.length();
        return Optional.of(
            new Place(
                folder.substring(0, Math.max(0, begun - 1)),
                part,
                period.get(),
                folder.substring(Math.min(folder.length(), end + 1))));
      }
      begun += part.length() + 1;
    }
    return Optional.empty();
  }

  /** A folder whose path says nothing, but in which a manifest names the period. */
  static Place manifested(String folder, ChargePeriod period) {
    LocalDate last = LocalDate.ofInstant(period.end().minusSeconds(1), ZoneOffset.UTC);
    String named = DAY.format(LocalDate.ofInstant(period.start(), ZoneOffset.UTC));
    int slash = folder.lastIndexOf('/');
    return new Place(
        slash < 0 ? "" : folder.substring(0, slash),
        named + "-" + DAY.format(last),
        period,
        folder.substring(slash + 1));
  }

  /** What deliveries of the same days have in common, and no others. */
  String part() {
    return export.isEmpty() ? named : export + "/" + named;
  }

  private static Optional<ChargePeriod> period(String part) {
    try {
      Matcher month = MONTH.matcher(part);
      if (month.matches()) {
        YearMonth named = YearMonth.parse(month.group(1));
        return Optional.of(days(named.atDay(1), named.plusMonths(1).atDay(1)));
      }
      Matcher days = DAYS.matcher(part);
      return days.matches() ? Optional.of(days(days.group(1), days.group(2))) : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException noPeriod) {
      return Optional.empty();
    }
  }

  /** Azure names the last day, AWS's older reports the first day of the next month. */
  private static ChargePeriod days(String first, String last) {
    LocalDate start = LocalDate.parse(first, DAY);
    LocalDate end = LocalDate.parse(last, DAY);
    boolean exclusive =
        start.getDayOfMonth() == 1 && end.getDayOfMonth() == 1 && end.isAfter(start);
    return days(start, exclusive ? end : end.plusDays(1));
  }

  static ChargePeriod days(LocalDate start, LocalDate end) {
    return new ChargePeriod(midnight(start), midnight(end));
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
