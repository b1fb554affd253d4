// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class AnomalyTest {
  private static final LocalDate SETTLED = LocalDate.of(2026, 11, 19);

  @Test
  void lastSettledDay_isMeasuredByTheSevenBefore() {
    // Mean 10; squares 0 + 4 + 4 + 0 + 1 + 1 + 0 = 10; deviation sqrt(10 / 6) = 1.29099.
    Anomaly anomaly = anomaly("10", "12", "8", "10", "11", "9", "10", "15");
    assertThat(anomaly.day()).isEqualTo(LocalDate.of(2026, 11, 18));
    assertThat(anomaly.observed()).isEqualTo(Money.usd("15"));
    assertThat(anomaly.expected()).isEqualTo(Money.usd("10"));
    assertZ(anomaly, 5 / 1.2909944487);
  }

  @Test
  void equalDays_haveADeviationOfAtLeastFivePercent() {
    assertZ(anomaly("100", "100", "100", "100", "100", "100", "100", "115"), 3);
    assertZ(anomaly("100", "100", "100", "100", "100", "100", "100", "100"), 0);
    assertZ(anomaly("0.001", "0", "0", "0", "0", "0", "0", "0.05"), 4.9857142857);
  }

  @Test
  void vanishedSpend_isBelow() {
    assertZ(anomaly("100", "100", "100", "100", "100", "100", "100", "0"), -20);
  }

  @Test
  void credits_countAsTheyAre() {
    // Mean -10 and flat: the deviation is 0.5.
    assertZ(anomaly("-10", "-10", "-10", "-10", "-10", "-10", "-10", "5"), 30);
  }

  @Test
  void fewerThanSevenDaysBefore_areNoMeasure() {
    assertThat(Anomaly.of("org", "all", spend("1", "1", "1", "1", "1", "1", "9"))).isEmpty();
    assertThat(Anomaly.of("org", "all", spend("9"))).isEmpty();
    assertThat(Anomaly.of("org", "all", spend())).isEmpty();
  }

  @Test
  void openDays_areNotLookedAt() {
    Map<LocalDate, BigDecimal> days =
        new HashMap<>(spend("1", "1", "1", "1", "1", "1", "1", "1").days());
    days.put(SETTLED, new BigDecimal("5000"));
    assertThat(Anomaly.of("org", "all", DailySpend.of(days, SETTLED)).orElseThrow().observed())
        .isEqualTo(Money.usd("1"));
  }

  private static void assertZ(Anomaly anomaly, double expected) {
    assertThat(anomaly.zscore().doubleValue()).isCloseTo(expected, Offset.offset(1e-6));
  }

  private static Anomaly anomaly(String... days) {
    return Anomaly.of("org", "all", spend(days)).orElseThrow();
  }

  /** The last one is the last settled day. */
  private static DailySpend spend(String... costs) {
    Map<LocalDate, BigDecimal> days = new HashMap<>();
    List<String> all = List.of(costs);
    for (int i = 0; i < all.size(); i++) {
      days.put(SETTLED.minusDays(all.size() - (long) i), new BigDecimal(all.get(i)));
    }
    return DailySpend.of(days, SETTLED);
  }
}
