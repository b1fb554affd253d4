// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.ChargePeriod;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rows of a report by the UTC hour or day that they are of, as far as it lies in a window. */
final class BucketRows {
  private final String part;
  private final ChargePeriod window;
  private final Duration width;
  private final SortedMap<Instant, List<ReportedUsage>> rows = new TreeMap<>();

  /**
   * Begins with nothing.
   *
   * @param part the endpoint, as in {@link ReportedBucket#part()}
   */
  BucketRows(String part, ChargePeriod window, Duration width) {
    this.part = part;
    this.window = window;
    this.width = width;
  }

  /** A row of the bucket that holds an instant. */
  void add(Instant at, ReportedUsage row) {
    Instant start = bucketOf(at);
    if (window.contains(start)) {
      rows.computeIfAbsent(start, none -> new ArrayList<>()).add(row);
    }
  }

  /** The vendor speaks of the bucket that holds an instant, be it that nothing was used. */
  void told(Instant at) {
    Instant start = bucketOf(at);
    if (window.contains(start)) {
      rows.computeIfAbsent(start, none -> new ArrayList<>());
    }
  }

  /** The buckets, oldest first. */
  List<ReportedBucket> buckets() {
    List<ReportedBucket> buckets = new ArrayList<>();
    rows.forEach(
        (start, content) ->
            buckets.add(
                new ReportedBucket(part, ReportedPeriod.of(start, start.plus(width)), content)));
    return List.copyOf(buckets);
  }

  private Instant bucketOf(Instant at) {
    long seconds = at.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, width.toSeconds()));
  }

  /**
   * A time as vendors write them: {@code 2026-11-20}, {@code 2026-11-20 10:00:00}, {@code
   * 2026-11-20T10:00:00.123Z}. Without an offset it is UTC.
   *
   * @return empty when it is none of these
   */
  static Optional<Instant> instant(String text) {
    try {
      if (text.length() == "2026-11-20".length()) {
        return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      String joined = text.replace(' ', 'T');
      boolean offset = joined.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})");
      return Optional.of(OffsetDateTime.parse(offset ? joined : joined + "Z").toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
