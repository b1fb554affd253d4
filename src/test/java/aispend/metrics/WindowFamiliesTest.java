// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When windows are read anew. */
class WindowFamiliesTest {
  private final MutableClock clock = MutableClock.at("2026-11-21T12:00:00Z");
  private final int parts = WindowParts.at(clock.instant()).periods().size();
  private final FixedLedger ledger = new FixedLedger();
  private final WindowFamilies families =
      new WindowFamilies(
          ledger, new MetricsSettings(List.of(Dimension.PROVIDER), 1_000, Duration.ZERO), clock);

  @Test
  void quickReading_followsEachChange() {
    read();
    read();
    assertThat(ledger.summed).isEqualTo(parts);

    change();
    read();

    assertThat(ledger.summed).isEqualTo(2 * parts);
  }

  @Test
  void slowReading_isShownTenTimesAsLong() {
    ledger.summing = () -> clock.advance(Duration.ofSeconds(2));
    read();
    Duration rest = Duration.ofSeconds(2).multipliedBy(10L * parts);
    change();

    clock.advance(rest.minusMillis(1));
    read();
    assertThat(ledger.summed).isEqualTo(parts);
    clock.advance(Duration.ofMillis(1));
    read();
    assertThat(ledger.summed).isEqualTo(2 * parts);
  }

  @Test
  void slowReading_endsWithTheHour() {
    clock.set("2026-11-21T12:59:00Z");
    ledger.summing = () -> clock.advance(Duration.ofSeconds(2));
    read();

    int before = ledger.summed;
    clock.set("2026-11-21T13:00:00Z");
    read();

    assertThat(ledger.summed).isGreaterThan(before);
  }

  private void change() {
    ledger.cost("" + ledger.revision(), "2026-11-21T10:00:00Z", "openai:usage", "openai");
  }

  private void read() {
    assertThat(families.families()).hasSize(2);
  }
}
