// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.model.ChargePeriod;
import aispend.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Which stretch of a source to read, from how far it has been read. */
final class Windows {
  private Windows() {}

  /**
   * From the watermark less the look-back, or the first day of the backfill, to the end of the
   * running bucket. After downtime it reaches back to where reading stopped, however long ago.
   *
   * @param watermark everything before it was read; empty before the first batch
   * @param backfill how far back to begin at the first start
   */
  static ChargePeriod due(
      Source source, Optional<Instant> watermark, Duration backfill, Instant now) {
    Instant end = ceiling(now, source.bucket());
    Instant from =
        watermark
            .map(read -> floor(read.minus(source.lookback()), source.bucket()))
            .orElseGet(() -> now.minus(backfill).truncatedTo(ChronoUnit.DAYS));
    // A clock that stepped back leaves the watermark ahead of now: read the running bucket again.
    Instant latest = end.minus(source.lookback());
    Instant start = floor(from.isBefore(latest) ? from : latest, source.bucket());
    return new ChargePeriod(start, end);
  }

  /** A range of whole UTC days in whole buckets, for reading it again by hand. */
  static ChargePeriod of(Source source, ChargePeriod range) {
    return new ChargePeriod(
        floor(range.start(), source.bucket()), ceiling(range.end(), source.bucket()));
  }

  private static Instant floor(Instant instant, Duration width) {
    long seconds = instant.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, width.toSeconds()));
  }

  private static Instant ceiling(Instant instant, Duration width) {
    Instant floor = floor(instant, width);
    return floor.equals(instant) ? floor : floor.plus(width);
  }
}
