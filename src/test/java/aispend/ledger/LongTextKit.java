// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Tenant;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Label sets that are as long as they may be: each value at its longest, and none like another. */
abstract class LongTextKit extends LedgerKit {
  private static final Dimension[] ALL = Dimension.values();

  /** One that JSON and PostgreSQL write with marks before them. */
  private static final String AWKWARD = "\\\"'";

  private final Dimensions one = longest('a');
  private final Dimensions other = longest('b');

  @BeforeEach
  void openWithAllLabels() {
    reopen(ALL);
  }

  @Test
  void setsThatDifferInTheirLastLetter_areCountedApartAndGoOn() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", one), spent(hour(5), "2", other)));
    read(USAGE, 7, bucket(hour(6), spent(hour(6), "4", one), spent(hour(6), "8", other)));

    assertThat(counters(CounterFamily.COST).values()).containsExactly("5", "10");
    assertThat(costLessCredits()).isEqualByComparingTo("15");
    assertThat(canonical(day(0))).isEqualTo("15");
  }

  @Test
  void otherLabels_haveThemAddedUpAnew() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", one), spent(hour(5), "2", other)));

    reopen(
        Dimension.PROVIDER,
        Dimension.PROJECT,
        Dimension.KEY,
        Dimension.USER,
        Dimension.TEAM,
        Dimension.AGENT,
        Dimension.FEATURE);
    read(USAGE, 7, bucket(hour(6), spent(hour(6), "4", one)));

    assertThat(counters(CounterFamily.COST).values()).containsExactly("5", "2");
  }

  @Test
  void postings_areOfASeriesEachAndCorrected() {
    ledger.outbox().turnOn(new Outbox.Settings(Duration.ofDays(90), 2, Map.of()), at(0));
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", one)));
    read(USAGE, 7, bucket(hour(5), spent(hour(5), "3", one)));
    read(USAGE, 8, bucket(hour(6), spent(hour(6), "4", other), spent(hour(6), "8", longest('c'))));
    read(USAGE, 9, bucket(hour(7), spent(hour(7), "16", longest('c'))));

    assertThat(ledger.outbox().pending(at(20), at(9_999), 1_000))
        .filteredOn(posting -> posting.family() == PostingFamily.COST)
        .extracting(posting -> posting.labels().get("user") + " " + posting.amount().toBigInteger())
        .contains(one.get(Dimension.USER) + " 1", one.get(Dimension.USER) + " 2")
        .contains("other 16");
  }

  @Test
  void closedMonth_hasThemApartAndTakesCorrections() {
    CloseLog log = ledger.closes();
    YearMonth october = YearMonth.of(2026, 10);
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", one), spent(hour(5), "2", other)));
    log.close(Tenant.ALL, october, "ann", "", at(24 * 40));
    read(USAGE, 961, bucket(hour(5), spent(hour(5), "1.5", one), spent(hour(5), "2", other)));

    log.book(at(24 * 41));

    MonthClose month = ledger.books().closed().get(0);
    assertThat(ledger.books().frozen(month, day(0), Map.of()))
        .extracting(row -> row.total().cost().decimal())
        .containsExactlyInAnyOrder("1", "2");
    ChargePeriod later = days(31, 50);
    assertThat(ledger.books().corrections(month, later, at(24 * 42), Map.of()))
        .singleElement()
        .satisfies(row -> assertThat(row.total().cost().decimal()).isEqualTo("0.5"))
        .satisfies(row -> assertThat(row.shown()).isEqualTo(one));
  }

  @Test
  void thresholdOfABudgetWithLongConditions_isKeptOnce() {
    String terms = String.join(" ", one.values().values());
    CrossingLog.Crossing first = new CrossingLog.Crossing("b", terms, "2026-10", 80, at(1));
    ledger.crossings().keep(List.of(first));
    ledger
        .crossings()
        .keep(
            List.of(
                new CrossingLog.Crossing("b", terms, "2026-10", 80, at(2)),
                new CrossingLog.Crossing("b", terms + "!", "2026-10", 80, at(3))));

    assertThat(ledger.crossings().of("b", "2026-10")).hasSize(2).contains(first);
  }

  /** Values that hardly can be packed, the last one's last letter as told. */
  private static Dimensions longest(char last) {
    Random random = new Random(42);
    Dimensions dimensions = Dimensions.of(Dimension.PROVIDER, "openai");
    List<Dimension> rest = new ArrayList<>(List.of(ALL));
    rest.remove(Dimension.PROVIDER);
    for (Dimension dimension : rest) {
      StringBuilder text = new StringBuilder(AWKWARD);
      while (text.length() < Dimensions.MAX_LENGTH - 1) {
        text.append((char) ('\u4e00' + random.nextInt(20_000)));
      }
      dimensions = dimensions.with(dimension, text.append(last).toString());
    }
    return dimensions;
  }
}
