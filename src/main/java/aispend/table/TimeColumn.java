// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.provider.AdapterOptions;
import java.time.Instant;

/**
 * How a table of PostgreSQL writes the time of a call. A time without a zone is in the session's.
 *
 * @param instant the time as {@code timestamptz}
 * @param compared what is compared with the bounds, so that an index on the column helps
 * @param parameter a bound
 * @param epochUnit how many a second has, where the column counts them; else 0
 */
record TimeColumn(String instant, String compared, String parameter, long epochUnit) {
  private static final String FORMATS = "timestamp|text|epoch_s|epoch_ms";

  static TimeColumn of(AdapterOptions options) {
    String column = PostgresQuery.quoted(TableOptions.of(options, "timestamp").time());
    String zoned = column + "::timestamptz";
    return switch (options.text("time_format", "timestamp", FORMATS, "one of " + FORMATS)) {
      case "text" -> new TimeColumn(zoned, zoned, "?::timestamptz", 0);
      case "epoch_s" -> epoch(column, 1);
      case "epoch_ms" -> epoch(column, 1_000);
      default -> new TimeColumn(zoned, column, "?::timestamptz", 0);
    };
  }

  private static TimeColumn epoch(String column, long unit) {
    return new TimeColumn("to_timestamp(" + column + " / " + unit + ".0)", column, "?", unit);
  }

  /** A bound as it is sent. */
  Object bound(Instant at) {
    return epochUnit == 0 ? at.toString() : (Object) (at.getEpochSecond() * epochUnit);
  }
}
