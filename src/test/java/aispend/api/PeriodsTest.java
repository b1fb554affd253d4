// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PeriodsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

  @Test
  void windows_endWithTheRunningHourOrDay() {
    assertThat(Periods.hours(NOW, 24))
        .isEqualTo(period("2026-11-20T13:00:00Z", "2026-11-21T13:00:00Z"));
    assertThat(Periods.days(NOW, 7))
        .isEqualTo(period("2026-11-15T00:00:00Z", "2026-11-22T00:00:00Z"));
    assertThat(Periods.monthToDate(NOW))
        .isEqualTo(period("2026-11-01T00:00:00Z", "2026-11-22T00:00:00Z"));
  }

  @Test
  void windowBefore_isAsLongAndEndsAtTheSameElapsedTime() {
    assertThat(Periods.before(Periods.days(NOW, 7), NOW))
        .isEqualTo(period("2026-11-08T00:00:00Z", "2026-11-14T13:00:00Z"));
    assertThat(Periods.before(Periods.hours(NOW, 24), NOW))
        .isEqualTo(period("2026-11-19T13:00:00Z", "2026-11-20T13:00:00Z"));
  }

  private static ChargePeriod period(String start, String end) {
    return new ChargePeriod(Instant.parse(start), Instant.parse(end));
  }
}
