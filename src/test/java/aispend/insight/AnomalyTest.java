// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** More than 50 % above, more than 3 deviations, more than a dollar: just not, and just. */
  @ParameterizedTest
  @CsvSource({
    // Mean 10, deviation 1.29: half more is 15, which is 3.87 deviations and 5 dollars away.
    "10 12 8 10 11 9 10, 15, false",
    "10 12 8 10 11 9 10, 15.000001, true",
    // Mean 10; squares 4 * 36 = 144; deviation sqrt(144 / 6) = 4.898979: 3 of them are 14.696938.
    "4 16 4 16 10 10 10, 24.696938, false",
    "4 16 4 16 10 10 10, 24.696939, true",
    // Mean 0.1, deviation the least, a cent: a dollar more is 100 of them.
    "0.1 0.1 0.1 0.1 0.1 0.1 0.1, 1.1, false",
    "0.1 0.1 0.1 0.1 0.1 0.1 0.1, 1.100001, true"
  })
  void dayThatExceeds_isBeyondAllThreeMeasures(String before, String day, boolean exceeds) {
    AnomalyRules rules =
        new AnomalyRules(new BigDecimal("0.5"), new BigDecimal("3"), Money.usd("1"));

    assertThat(anomaly((before + " " + day).split(" ", -1)).exceeds(rules)).isEqualTo(exceeds);
  }

  /** Of the four Wednesdays before the 18th three are known: (20 + 30 + 40) / 3 = 30. */
  @Test
  void sameWeekdays_areExpectedWhereTheyCostMoreThanTheDaysBefore() {
    String[] days = new String[22];
    Arrays.fill(days, "10");
    days[0] = "20";
    days[7] = "30";
    days[14] = "40";
    days[21] = "45";

    // Mean of the seven days before: (40 + 6 * 10) / 7 = 14.29.
    assertThat(anomaly(days).expected()).isEqualTo(Money.usd("30"));
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
