// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.testing.SettledSpend.OTHER;
import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig.Period;
import aispend.model.Dimension;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BurnRatesTest {
  @TempDir private Path folder;
  private SettledSpend spend;

  @BeforeEach
  void open() {
    spend = new SettledSpend(folder, USAGE, OTHER);
  }

  @AfterEach
  void close() {
    spend.close();
  }

  @Test
  void windows_areTheLastFullHours() {
    // 720 in the 720 hours of November: an even pace is 1 an hour.
    spend
        .budget("720", Period.MONTH, "UTC", Map.of())
        .hour(USAGE, "2026-11-21T07:00:00Z", "a", "m", "1000")
        .hour(USAGE, "2026-11-21T06:00:00Z", "a", "m", "2")
        .hour(USAGE, "2026-11-21T01:00:00Z", "a", "m", "7")
        .hour(USAGE, "2026-11-21T00:00:00Z", "a", "m", "3")
        .hour(USAGE, "2026-11-18T07:00:00Z", "a", "m", "60")
        .hour(USAGE, "2026-11-18T06:00:00Z", "a", "m", "1000");
    assertThat(rates("2026-11-21T07:59:59Z"))
        .containsExactly(
            Map.entry("2026-11 1h", "2"),
            Map.entry("2026-11 6h", "1.5"),
            Map.entry("2026-11 24h", "0.5"),
            Map.entry("2026-11 3d", "1"));
  }

  @Test
  void cycle_hasTheLengthOfItsMonth() {
    // 28 days: 672 is 1 an hour; in December it is 672 / 744.
    spend.budget("672", Period.MONTH, "UTC", Map.of());
    spend.hour(USAGE, "2027-02-28T22:00:00Z", "a", "m", "1");
    assertThat(rates("2027-02-28T23:00:00Z")).containsEntry("2027-02 1h", "1");
    spend.hour(USAGE, "2026-12-31T22:00:00Z", "a", "m", "672");
    assertThat(rates("2026-12-31T23:30:00Z")).containsEntry("2026-12 1h", "744");
    assertThat(rates("2027-01-01T00:30:00Z")).containsKey("2027-01 1h");
  }

  @Test
  void dayOfAClockChange_hasItsOwnLength() {
    // New York: 1 November 2026 has 25 hours, 8 March 2026 has 23.
    spend
        .budget("25", Period.DAY, "America/New_York", Map.of())
        .hour(USAGE, "2026-11-01T11:00:00Z", "a", "m", "12")
        .hour(USAGE, "2026-03-08T11:00:00Z", "a", "m", "25");
    assertThat(rates("2026-11-01T12:00:00Z"))
        .containsExactly(
            Map.entry("2026-11-01 1h", "12"),
            Map.entry("2026-11-01 6h", "2"),
            Map.entry("2026-11-01 24h", "0.5"));
    assertThat(rates("2026-03-08T12:00:00Z"))
        .containsEntry("2026-03-08 1h", "23")
        .containsOnlyKeys("2026-03-08 1h", "2026-03-08 6h");
  }

  @Test
  void windowLongerThanTheCycle_isAbsent() {
    spend.budget("1", Period.HOUR, "UTC", Map.of());
    assertThat(rates("2026-11-21T07:30:00Z")).containsOnlyKeys("2026-11-21T07Z 1h");
  }

  @Test
  void dailySources_haveOnlyTheirFullDays() {
    // 720 in November: 24 a day.
    spend
        .budget("720", Period.MONTH, "UTC", Map.of(Dimension.PROVIDER, "w*"))
        .days(OTHER, "2026-11-18", "2026-11-21", "a", "m", "48")
        .days(OTHER, "2026-11-21", "2026-11-22", "a", "m", "1000")
        .days(OTHER, "2026-11-17", "2026-11-18", "a", "m", "1000");
    assertThat(rates("2026-11-21T18:30:00Z"))
        .containsExactly(Map.entry("2026-11 24h", "2"), Map.entry("2026-11 3d", "2"));
  }

  @Test
  void credits_burnBackwards() {
    spend
        .budget("720", Period.MONTH, "UTC", Map.of())
        .hour(USAGE, "2026-11-21T06:00:00Z", "a", "m", "-3");
    assertThat(rates("2026-11-21T07:00:00Z")).containsEntry("2026-11 1h", "-3");
  }

  @Test
  void budgetThatNothingFeeds_hasNone() {
    spend.budget("720", Period.MONTH, "UTC", Map.of(Dimension.PROVIDER, "mistral"));
    assertThat(rates("2026-11-21T07:00:00Z")).isEmpty();
  }

  @Test
  void nothingSpent_isARateOfZero() {
    spend.budget("720", Period.MONTH, "UTC", Map.of());
    assertThat(rates("2026-11-21T07:00:00Z")).hasSize(4).containsEntry("2026-11 3d", "0");
  }

  private Map<String, String> rates(String now) {
    Map<String, String> rates = new LinkedHashMap<>();
    for (BurnRate rate : spend.insights().burnRates(Instant.parse(now))) {
      rates.put(
          rate.cycle() + " " + rate.window().label(),
          rate.rate().stripTrailingZeros().toPlainString());
    }
    return rates;
  }
}
