// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.SeriesReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningTotalsTest {
  private static final Instant KNOWN_FROM = Instant.parse("2026-08-23T00:00:00Z");
  private static final SeriesReading.Key KEY = new SeriesReading.Key(1, 2);

  /** Its last reading may be among those that were dropped, and was counted then. */
  @Test
  void totalThatBeganBeforeReadingsAreKnown_isNotCountedButGoneOnFrom() throws Exception {
    Tally tally = new Tally();
    RunningTotals totals = new RunningTotals(Map.of(), KNOWN_FROM, tally);

    List<Point> grown =
        totals.growth(
            List.of(
                total("2026-08-22T23:59:59Z", "2026-11-21T12:00:00Z", "500"),
                total("2026-08-22T23:59:59Z", "2026-11-21T12:01:00Z", "530")));

    assertThat(grown).extracting(Point::value).containsExactly(new BigDecimal("30"));
    assertThat(totals.readings()).extracting(SeriesReading::total).contains(new BigDecimal("530"));
    assertThat(tally.counts()).containsEntry(Tally.Fate.IGNORED, 1);
  }

  @Test
  void totalThatBeganSince_isCountedFromItsStart() throws Exception {
    RunningTotals totals = new RunningTotals(Map.of(), KNOWN_FROM, new Tally());

    assertThat(totals.growth(List.of(total(KNOWN_FROM.toString(), "2026-11-21T12:00:00Z", "500"))))
        .extracting(Point::value)
        .containsExactly(new BigDecimal("500"));
  }

  private static Point total(String start, String at, String value) throws Exception {
    return new Point(
        Instrument.Family.CODEX,
        Instrument.Role.INPUT,
        "",
        Attributes.of(List.of(), List.of()),
        "group",
        KEY,
        nanos(start),
        nanos(at),
        Instant.parse(at),
        true,
        new BigDecimal(value),
        0);
  }

  private static long nanos(String instant) {
    return TimeUnit.SECONDS.toNanos(Instant.parse(instant).getEpochSecond());
  }
}
