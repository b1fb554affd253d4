// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Layer;
import aispend.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WindowsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:30:00Z");
  private static final Duration BACKFILL = Duration.ofDays(10);

  @Test
  void firstStart_beginsAtTheFirstDayOfTheBackfill() {
    assertThat(Windows.due(hourly(), Optional.empty(), BACKFILL, NOW))
        .isEqualTo(period("2026-11-11T00:00:00Z", "2026-11-21T08:00:00Z"));
  }

  @Test
  void laterPoll_looksBackAndReachesTheEndOfTheRunningBucket() {
    assertThat(Windows.due(hourly(), Optional.of(NOW), BACKFILL, NOW))
        .isEqualTo(period("2026-11-18T07:00:00Z", "2026-11-21T08:00:00Z"));
  }

  @Test
  void dailySource_asksForWholeDaysTodayIncluded() {
    assertThat(Windows.due(daily(), Optional.of(NOW), BACKFILL, NOW))
        .isEqualTo(period("2026-11-14T00:00:00Z", "2026-11-22T00:00:00Z"));
  }

  @Test
  void longDowntime_isCaughtUpFromTheWatermark() {
    assertThat(
            Windows.due(
                hourly(), Optional.of(Instant.parse("2026-10-01T05:00:00Z")), BACKFILL, NOW))
        .isEqualTo(period("2026-09-28T05:00:00Z", "2026-11-21T08:00:00Z"));
  }

  @Test
  void clockThatSteppedBack_readsTheLookbackBeforeNow() {
    assertThat(Windows.due(hourly(), Optional.of(NOW.plus(Duration.ofDays(9))), BACKFILL, NOW))
        .isEqualTo(period("2026-11-18T08:00:00Z", "2026-11-21T08:00:00Z"));
  }

  @Test
  void onTheHour_doesNotAskForAnHourThatHasNotBegun() {
    Instant onTheHour = Instant.parse("2026-11-21T07:00:00Z");
    assertThat(Windows.due(hourly(), Optional.of(onTheHour), BACKFILL, onTheHour))
        .isEqualTo(period("2026-11-18T07:00:00Z", "2026-11-21T07:00:00Z"));
  }

  private static ChargePeriod period(String start, String end) {
    return new ChargePeriod(Instant.parse(start), Instant.parse(end));
  }

  private static Source hourly() {
    return new Source(
        "x:usage",
        "x",
        Layer.METERED,
        Source.Timeliness.HOURLY,
        Duration.ofHours(1),
        Duration.ofDays(7),
        Duration.ofDays(3),
        Duration.ofDays(1));
  }

  private static Source daily() {
    return new Source(
        "x:costs",
        "x",
        Layer.BILLED,
        Source.Timeliness.DAILY,
        Duration.ofDays(1),
        Duration.ofDays(31),
        Duration.ofDays(7),
        Duration.ofDays(2));
  }
}
