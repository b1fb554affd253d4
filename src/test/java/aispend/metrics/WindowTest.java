// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @ParameterizedTest
  @CsvSource({
    "HOUR, 2026-11-21T12:34:56Z, 2026-11-21T11:00:00Z, 2026-11-21T13:00:00Z",
    "DAY, 2026-11-21T12:34:56Z, 2026-11-20T12:00:00Z, 2026-11-21T13:00:00Z",
    "TODAY, 2026-11-21T12:34:56Z, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
    "TODAY, 2026-11-21T00:00:00Z, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
    "YESTERDAY, 2027-01-01T00:10:00Z, 2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
    "WEEK, 2026-11-21T12:34:56Z, 2026-11-14T12:00:00Z, 2026-11-21T13:00:00Z",
    "THIRTY_DAYS, 2026-11-21T12:34:56Z, 2026-10-22T12:00:00Z, 2026-11-21T13:00:00Z",
    "MONTH_TO_DATE, 2026-11-21T23:59:59Z, 2026-11-01T00:00:00Z, 2026-11-22T00:00:00Z",
    "MONTH_TO_DATE, 2026-11-01T00:00:00Z, 2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z",
    "PREVIOUS_MONTH_TO_DATE, 2026-11-21T12:34:56Z, 2026-10-01T00:00:00Z, 2026-10-21T13:00:00Z",
    "PREVIOUS_MONTH_TO_DATE, 2026-03-31T12:00:00Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
    "PREVIOUS_MONTH_TO_DATE, 2026-11-01T00:00:00Z, 2026-10-01T00:00:00Z, 2026-10-01T01:00:00Z",
    "LAST_MONTH, 2026-01-15T00:00:00Z, 2025-12-01T00:00:00Z, 2026-01-01T00:00:00Z",
    "LAST_MONTH, 2028-03-15T00:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
  })
  void period_isInWholeUtcHours(Window window, Instant now, Instant start, Instant end) {
    assertThat(window.period(now)).isEqualTo(new ChargePeriod(start, end));
  }
}
