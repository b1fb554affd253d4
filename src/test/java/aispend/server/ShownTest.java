// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Money;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | $0.00",
        "0.005 | $0.005",
        "0.009999999 | $0.01",
        "0.000000001 | $0.000000001",
        "0.01 | $0.01",
        "1234567.895 | $1,234,567.90",
        "-3.5 | \u2212$3.50",
        "-0.0042 | \u2212$0.0042",
        "9223372036.854775807 | $9,223,372,036.85",
      })
  void money_isRoundedForPeople(String amount, String shown) {
    assertThat(Shown.money(Money.usd(amount))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"9999, '9,999'", "10000, 10.0 k", "376512345, 376.5 M", "6000000000, 6.0 B"})
  void largeCounts_areBrief(long count, String shown) {
    assertThat(Shown.brief(count)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T12:00:00Z, just now, now",
    "2026-11-21T11:59:30Z, 30 s ago, now",
    "2026-11-21T11:00:01Z, 59 min ago, now",
    "2026-11-20T11:00:00Z, 25 h ago, now",
    "2026-11-01T12:00:00Z, 20 days ago, now",
    "2026-11-21T12:15:00Z, just now, in 15 min",
    "2026-12-01T00:00:00Z, just now, in 9 days",
  })
  void instants_areToldFromNow(Instant then, String ago, String until) {
    assertThat(Shown.ago(then, NOW)).isEqualTo(ago);
    assertThat(Shown.until(then, NOW)).isEqualTo(until);
  }
}
