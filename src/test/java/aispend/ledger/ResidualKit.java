// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How canonical spend ends at the bill while the detail stays. Day 0's bill settles at hour 48. */
abstract class ResidualKit extends LedgerKit {
  private static final long SETTLED = 48;

  @BeforeEach
  void registerBill() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
  }

  @Test
  void beforeTheDaySettles_nothingIsBooked() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));
    read(COSTS, SETTLED - 1, bucket(day(0), billed(day(0), "9", "project", "p")));

    assertThat(canonical(day(0))).isEqualTo("4");
    assertThat(dollars(SumQuery.total(day(0)).ofSource(COSTS.name()))).isEqualTo("9");
    assertThat(counters(CounterFamily.COST)).isEqualTo(Map.of("openai:usage/openai/p/m", "4"));
  }

  @Test
  void onceSettled_theDayIsTheBillAndTheDetailStays() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4.000000001", "project", "p", "model", "m")));
    read(USAGE, 6, bucket(hour(7), spent(hour(7), "1", "project", "q", "model", "m")));
    read(
        COSTS,
        SETTLED,
        bucket(
            day(0),
            billed(day(0), "9", "project", "p", "line_item", "in"),
            billed(day(0), "0.000000007", "project", "p", "line_item", "out"),
            billed(day(0), "0.25", "project", "q")));

    assertThat(canonical(day(0))).isEqualTo("9.250000007");
    SumQuery byModel = SumQuery.total(day(0), Dimension.PROJECT, Dimension.MODEL);
    assertThat(shares(byModel))
        .isEqualTo(Map.of("p/m", "4.000000001", "p/", "5.000000006", "q/m", "1", "q/", "-0.75"));
    assertThat(shares(SumQuery.total(day(0)).each(SumQuery.Granularity.HOUR)))
        .isEqualTo(
            Map.of(at(5) + " ", "4.000000001", at(7) + " ", "1", at(12) + " ", "4.250000006"));
    assertThat(counters(CounterFamily.COST))
        .isEqualTo(
            Map.of(
                "openai:usage/openai/p/m", "4.000000001",
                "openai:usage/openai/q/m", "1",
                "openai:costs/openai/p/", "5.000000006",
                "openai:costs/openai/q/", "0"));
    assertThat(counters(CounterFamily.CREDITS))
        .isEqualTo(Map.of("openai:usage/openai", "0", "openai:costs/openai", "0.75"));
    assertThat(dollars(SumQuery.total(day(0)).ofSource(USAGE.name()))).isEqualTo("5.000000001");
  }

  @Test
  void billReadBeforeItSettles_isBookedWhenTheSettledInstantPasses() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4")));
    read(COSTS, 30, bucket(day(0), billed(day(0), "9")));
    assertThat(canonical(day(0))).isEqualTo("4");

    readNothing(COSTS, day(1), SETTLED);

    assertThat(canonical(day(0))).isEqualTo("9");
    assertThat(costLessCredits()).isEqualByComparingTo("9");
  }

  @Test
  void severalDaysSettlingAtOnce_areEachBooked() {
    for (int day = 0; day < 4; day++) {
      long hour = 24L * day + 3;
      read(USAGE, hour + 1, bucket(hour(hour), spent(hour(hour), "1", "project", "p")));
    }
    read(
        COSTS,
        96,
        bucket(day(0), billed(day(0), "2", "project", "p")),
        bucket(day(2), billed(day(2), "3", "project", "p")),
        bucket(day(3), billed(day(3), "5", "project", "p")));

    assertThat(shares(SumQuery.total(days(0, 4)).each(SumQuery.Granularity.DAY)))
        .as("day 1 has no bill, day 3 is not settled")
        .isEqualTo(
            Map.of(at(0) + " ", "2", at(24) + " ", "1", at(48) + " ", "3", at(72) + " ", "1"));
  }

  @Test
  void restatedBill_booksAgain() {
    settle("4", "9");
    read(COSTS, 60, bucket(day(0), billed(day(0), "3", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("3");
    read(COSTS, 61, bucket(day(0), billed(day(0), "12", "project", "p")));

    assertThat(canonical(day(0))).isEqualTo("12");
    assertThat(costLessCredits()).isEqualByComparingTo("12");
    assertThat(counters(CounterFamily.CREDITS))
        .isEqualTo(Map.of("openai:usage/openai", "0", "openai:costs/openai", "6"));
  }

  @Test
  void lateDetail_takesItsShareOutOfTheResidual() {
    settle("4", "9");

    read(USAGE, 60, bucket(hour(9), spent(hour(9), "2", "project", "p", "model", "late")));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("m", "4", "late", "2", "", "3"));
    assertThat(costLessCredits()).isEqualByComparingTo("9");
  }

  @Test
  void dayTheBillSaysNothingAbout_isLeftAlone() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p")));
    read(COSTS, 100, bucket(day(1), billed(day(1), "1", "project", "p")), bucket(day(0)));

    assertThat(canonical(day(0))).isEqualTo("4");
    assertThat(canonical(day(1))).isEqualTo("1");
  }

  @Test
  void billWhoseRowsAllVanish_saysNothingAgain() {
    settle("4", "9");

    read(COSTS, 60, bucket(day(0)));

    assertThat(canonical(day(0))).as("as if the bill had never spoken").isEqualTo("4");
    assertThat(costLessCredits()).isEqualByComparingTo("4");

    read(USAGE, 61, bucket(hour(5), spent(hour(5), "5", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("5");
  }

  @Test
  void billOfZero_isZero() {
    settle("4", "0");

    assertThat(canonical(day(0))).isEqualTo("0");
    assertThat(costLessCredits()).isEqualByComparingTo("0");
  }

  @Test
  void billInACurrencyWithoutARate_isNotTakenForZero() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p")));
    UsageRecord euros =
        new UsageRecord(
            day(0),
            dims("project", "p"),
            Tokens.NONE,
            null,
            Map.of(),
            new Cost.Unconverted(
                new Money("EUR", 9), new ReportedCost("9", ReportedCost.Unit.MAJOR, "EUR")));

    read(COSTS, SETTLED, bucket(day(0), euros));
    assertThat(canonical(day(0))).isEqualTo("4");

    read(COSTS, SETTLED, bucket(day(0), billed(day(0), "9", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("9");
    read(COSTS, SETTLED, bucket(day(0), euros));
    assertThat(canonical(day(0))).isEqualTo("4");
  }

  @Test
  void unpricedDetail_isCoveredByTheBill() {
    UsageRecord unknown =
        new UsageRecord(
            hour(5), dims("project", "p"), Tokens.NONE, 1L, Map.of(), new Cost.Unpriced("m"));
    read(USAGE, 6, bucket(hour(5), unknown, spent(hour(5), "1", "project", "q")));
    read(COSTS, SETTLED, bucket(day(0), billed(day(0), "9", "project", "p")));

    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT)))
        .as("q is not on the bill that does speak of the day")
        .isEqualTo(Map.of("p", "9", "q", "0"));
  }

  @Test
  void matchOnNothing_booksOneResidualForTheProvider() {
    ledger.register(COSTS, Set.of());
    read(
        USAGE,
        6,
        bucket(hour(5), spent(hour(5), "4", "project", "p"), spent(hour(5), "1", "project", "q")));
    read(COSTS, SETTLED, bucket(day(0), billed(day(0), "9", "project", "p")));

    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT)))
        .isEqualTo(Map.of("p", "4", "q", "1", "", "4"));
  }

  @Test
  void matchOnProjectAndModel_booksAResidualForEach() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT, Dimension.MODEL));
    read(
        USAGE,
        6,
        bucket(
            hour(5),
            spent(hour(5), "4", "project", "p", "model", "a", "key", "k"),
            spent(hour(5), "1", "project", "p", "model", "b")));
    read(
        COSTS,
        SETTLED,
        bucket(
            day(0),
            billed(day(0), "4", "project", "p", "model", "a"),
            billed(day(0), "2", "project", "p", "model", "b"),
            billed(day(0), "3", "project", "p")));

    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT, Dimension.MODEL)))
        .isEqualTo(Map.of("p/a", "4", "p/b", "2", "p/", "3"));
    assertThat(shares(SumQuery.total(day(0), Dimension.KEY))).isEqualTo(Map.of("k", "4", "", "5"));
  }

  @Test
  void clockSteppingBack_neitherUnsettlesNorBooksTwice() {
    settle("4", "9");

    read(COSTS, 20, bucket(day(0), billed(day(0), "9", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("9");
    read(COSTS, 20, bucket(day(0), billed(day(0), "8", "project", "p")));

    assertThat(canonical(day(0))).isEqualTo("8");
    assertThat(state(COSTS).settledUntil()).contains(at(24));
    assertThat(costLessCredits()).isEqualByComparingTo("8");
  }

  @Test
  void billOlderThanTheFirst_isBookedToo() {
    settle("4", "9");
    read(USAGE, 60, bucket(hour(-20), spent(hour(-20), "1")));

    read(COSTS, 60, bucket(day(-1), billed(day(-1), "3")));

    assertThat(canonical(day(-1))).isEqualTo("3");
  }

  @Test
  void detailThatComesAfterTheBillOfADay_isTakenOutOfIt() {
    read(COSTS, SETTLED, bucket(day(0), billed(day(0), "9", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("9");

    read(USAGE, 60, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("m", "4", "", "5"));
    assertThat(ledger.sums(SumQuery.total(day(0), Dimension.MODEL)))
        .extracting(SumRow::key)
        .containsExactlyInAnyOrder(Dimensions.of(Dimension.MODEL, "m"), Dimensions.NONE);
  }

  /** Day 0 with detail and a settled bill for project p. */
  private void settle(String detail, String bill) {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), detail, "project", "p", "model", "m")));
    read(COSTS, SETTLED, bucket(day(0), billed(day(0), bill, "project", "p")));
  }
}
