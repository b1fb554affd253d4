// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class StrideTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private static final Source HOURLY =
      new Source(
          "v:usage",
          "v",
          Layer.METERED,
          Source.Timeliness.HOURLY,
          HOUR,
          Duration.ofDays(7),
          Duration.ofDays(3),
          HOUR);

  @Test
  void littleIsReported_growsFastToTheLongestWindow() {
    assertThat(hoursRead(500, hour -> 3)).containsExactly(1L, 8L, 64L, 168L, 168L, 91L);
  }

  @Test
  void nothingIsReported_isLittle() {
    assertThat(hoursRead(100, hour -> 0)).containsExactly(1L, 8L, 64L, 27L);
  }

  @Test
  void windowsAreWhole_areTheLongestHoweverMuchComes() {
    assertThat(hoursRead(200, hour -> Stride.ROWS / 100, new Stride(HOURLY, true)))
        .containsExactly(168L, 32L);
  }

  @Test
  void anHourIsMoreThanEnough_isReadHourByHour() {
    assertThat(hoursRead(5, hour -> 3 * Stride.ROWS)).containsExactly(1L, 1L, 1L, 1L, 1L);
  }

  @Test
  void busyHours_areReadAsFarAsShouldFit() {
    assertThat(hoursRead(30, hour -> Stride.ROWS / 5))
        .containsExactly(1L, 2L, 4L, 5L, 5L, 5L, 5L, 3L);
  }

  @Test
  void quietNight_doublesAtMostBeforeTheDayBegins() {
    List<Long> read = hoursRead(24, hour -> hour < 6 || hour > 12 ? Stride.ROWS : 1);

    assertThat(read.subList(0, 6)).containsOnly(1L);
    assertThat(read.subList(6, 9)).containsExactly(1L, 2L, 4L);
    assertThat(read.get(9)).as("five of these eight hours are full").isEqualTo(8);
    assertThat(read.subList(10, read.size())).containsOnly(1L);
  }

  /** The hours of each stretch until all are read, where each has so many rows. */
  private static List<Long> hoursRead(long hours, LongUnaryOperator rows) {
    return hoursRead(hours, rows, new Stride(HOURLY, false));
  }

  private static List<Long> hoursRead(long hours, LongUnaryOperator rows, Stride stride) {
    Instant end = START.plus(HOUR.multipliedBy(hours));
    List<Long> read = new ArrayList<>();
    for (Instant from = START; from.isBefore(end); ) {
      ChargePeriod stretch = stride.first(new ChargePeriod(from, end));
      List<ReportedBucket> buckets = new ArrayList<>();
      for (ChargePeriod hour : stretch.split(HOUR)) {
        buckets.add(
            bucket(hour, rows.applyAsLong(Duration.between(START, hour.start()).toHours())));
      }
      stride.brought(stretch, buckets);
      read.add(stretch.duration().toHours());
      from = stretch.end();
    }
    return read;
  }

  private static ReportedBucket bucket(ChargePeriod hour, long rows) {
    ReportedUsage row = new ReportedUsage(Dimensions.NONE, null, null, Map.of(), null);
    return new ReportedBucket(
        "usage", ReportedPeriod.of(hour.start(), hour.end()), Collections.nCopies((int) rows, row));
  }
}
