// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.SeriesReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far running totals have come. */
abstract class SeriesKit extends LedgerKit {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SeriesReading.Key ONE = new SeriesReading.Key(-7, 1);
  private static final SeriesReading.Key OTHER = new SeriesReading.Key(-7, 2);

  @Test
  void lastReading_isKeptThroughARestart() {
    keep(reading(ONE, SeriesReading.NONE, 10, "0.1"), reading(OTHER, SeriesReading.NONE, 10, "5"));
    keep(reading(ONE, 10, 20, "1e2"));
    reopen();

    assertThat(ledger.seriesReadings(Set.of(ONE, new SeriesReading.Key(1, -7))))
        .isEqualTo(Map.of(ONE, reading(ONE, SeriesReading.NONE, 20, "1e2")));
    assertThat(ledger.size().rows()).containsEntry("otlp_series", 2L);
  }

  @Test
  void readingThatFollowsOnAnOlderOne_isRefusedWithAllThatCameWithIt() {
    keep(reading(ONE, SeriesReading.NONE, 10, "1"));
    keep(reading(ONE, 10, 20, "2"));

    assertThatThrownBy(
            () -> keep(reading(OTHER, SeriesReading.NONE, 5, "1"), reading(ONE, 10, 30, "3")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("send it again");
    assertThatThrownBy(() -> keep(reading(ONE, SeriesReading.NONE, 30, "3")))
        .isInstanceOf(LedgerException.class);

    assertThat(ledger.seriesReadings(Set.of(ONE, OTHER)))
        .isEqualTo(Map.of(ONE, reading(ONE, SeriesReading.NONE, 20, "2")));
  }

  private void keep(SeriesReading... readings) {
    assertThat(ledger.appendEvents(List.of(), List.of(readings), NOW)).isEmpty();
  }

  private static SeriesReading reading(SeriesReading.Key key, long after, long at, String total) {
    return new SeriesReading(key, after, at, new BigDecimal(total), 3);
  }
}
