// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What applications tell of a provider that is polled too. Usage is matched by model; an hour of it
 * settles an hour after its end, a day of the bill a day after.
 */
abstract class OverlapKit extends LedgerKit {
  private int sent;

  @BeforeEach
  void matchByModel() {
    ledger.register(USAGE, Set.of(Dimension.MODEL));
  }

  @Test
  void eventBeforeAnyReport_countsAtOnceWithAllItsDimensions() {
    send(5, 0, "3", "m", "search");

    assertThat(canonical(hour(5))).isEqualTo("3");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE))).isEqualTo(Map.of("search", "3"));
    assertThat(counters(CounterFamily.COST)).isEqualTo(Map.of("events/openai//m", "3"));
  }

  @Test
  void reportOfTheSameCalls_addsOnlyWhatApplicationsDidNotTell() {
    send(5, 0, "3", "m", "search");

    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));

    assertThat(canonical(day(0))).isEqualTo("4");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE)))
        .isEqualTo(Map.of("search", "3", "", "1"));
    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT)))
        .isEqualTo(Map.of("p", "1", "", "3"));
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE, Dimension.PROJECT)))
        .isEqualTo(Map.of("search/", "3", "/p", "1"));
    assertThat(counters(CounterFamily.COST))
        .isEqualTo(Map.of("events/openai//m", "3", "openai:usage/openai/p/m", "1"));
    assertThat(dollars(SumQuery.total(day(0)).ofSource(USAGE.name()))).isEqualTo("4");
  }

  @Test
  void reportThatIsBehind_makesNoSpendVanishBeforeItSettles() {
    send(5, 0, "3", "m", "search");
    read(USAGE, 5, bucket(hour(5), spent(hour(5), "1", "model", "m")));
    assertThat(canonical(hour(5))).as("the larger side").isEqualTo("3");

    read(USAGE, 6, bucket(hour(5), spent(hour(5), "2.5", "model", "m")));
    assertThat(canonical(hour(5))).as("not settled").isEqualTo("3");

    readNothing(USAGE, hour(6), 7);
    assertThat(canonical(hour(5))).as("settled: the report is right").isEqualTo("2.5");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE)))
        .isEqualTo(Map.of("search", "3", "", "-0.5"));
    assertThat(costLessCredits()).isEqualByComparingTo("2.5");
  }

  @Test
  void eventAfterTheLastPoll_isOnTopOfWhatTheReportCannotHaveSeen() {
    send(5, 0, "3", "m", "search");
    ledger.append(
        new Batch(
            USAGE.name(),
            new ChargePeriod(at(5), at(6)),
            List.of(bucket(hour(5), spent(hour(5), "10", "model", "m"))),
            at(5).plusSeconds(600)));

    send(5, 700, "2", "m", "search");
    assertThat(canonical(hour(5))).as("10 by the report, and a call after it").isEqualTo("12");

    send(5, 599, "1", "m", "search");
    assertThat(canonical(hour(5))).as("a call the report may have seen").isEqualTo("10");
    assertThat(shares(SumQuery.total(hour(5), Dimension.FEATURE)))
        .isEqualTo(Map.of("search", "6", "", "4"));
    assertThat(costLessCredits()).isEqualByComparingTo("10");
  }

  @Test
  void pollThatBringsNothingNew_comparesAgainWhatWasToldMeanwhile() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    send(6, 60, "1", "m", "search");
    read(USAGE, 6, incomplete(hour(6), spent(hour(6), "3", "model", "m")));
    send(6, 120, "1", "m", "search");
    assertThat(canonical(hour(6))).isEqualTo("4");

    readNothing(USAGE, hour(6), 7);

    assertThat(canonical(hour(6))).isEqualTo("3");
  }

  @Test
  void lateEventOfASettledHour_takesItsShareOutOfTheReport() {
    read(
        USAGE,
        30,
        bucket(
            hour(5),
            spent(hour(5), "6", "project", "p", "model", "m"),
            spent(hour(5), "3", "project", "q", "model", "m"),
            spent(hour(5), "1", "project", "q", "model", "n")));

    send(5, 0, "3", "m", "search");

    assertThat(canonical(day(0))).isEqualTo("10");
    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT, Dimension.MODEL)))
        .as("as the report divides model m: two thirds, one third")
        .isEqualTo(Map.of("p/m", "4", "q/m", "2", "q/n", "1", "/m", "3"));
    assertThat(costLessCredits()).isEqualByComparingTo("10");
  }

  @Test
  void restatedReport_booksAnew() {
    send(5, 0, "3", "m", "search");
    read(USAGE, 30, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    read(USAGE, 31, bucket(hour(5), spent(hour(5), "2", "model", "m")));
    assertThat(canonical(day(0))).isEqualTo("2");
    read(USAGE, 32, bucket(hour(5)));

    assertThat(canonical(day(0))).as("a report that says nothing is no zero").isEqualTo("3");
    assertThat(ledger.size().rows()).containsEntry("overlap", 0L);
    assertThat(costLessCredits()).isEqualByComparingTo("3");
  }

  @Test
  void tokensAndRequests_areThoseOfTheLargerSide() {
    send(5, 0, "3", "m", "search");
    send(5, 1, "3", "m", "chat");
    read(USAGE, 30, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    SumRow sum = ledger.sums(SumQuery.total(day(0))).get(0);
    assertThat(sum.tokens()).isEqualTo(Tokens.of(TokenType.INPUT, 20));
    assertThat(sum.requests()).isEqualTo(2);

    assertThat(ledger.sums(SumQuery.total(day(0), Dimension.FEATURE)))
        .allSatisfy(row -> assertThat(row.tokens().total()).isNotNegative());
  }

  @Test
  void aliasesOfAModel_areOneModel() {
    ledger.matchModels("openai", name -> name.replaceFirst("-2026-\\d\\d-\\d\\d$", ""));
    send(5, 0, "3", "m", "search");

    read(USAGE, 30, bucket(hour(5), spent(hour(5), "4", "model", "m-2026-08-07")));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("m", "3", "m-2026-08-07", "1"));
  }

  @Test
  void namesThatNeitherSideKnows_areNotCountedTwiceWhileTheHourIsOpen() {
    send(5, 0, "3", "my-deployment", "search");
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    assertThat(canonical(day(0))).isEqualTo("4");

    readNothing(USAGE, hour(6), 7);

    assertThat(canonical(day(0))).isEqualTo("4");
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .as("settled: each model is what the report says")
        .isEqualTo(Map.of("m", "4", "my-deployment", "0"));
  }

  @Test
  void reportWithoutAPrice_doesNotUndoWhatApplicationsTold() {
    send(5, 0, "3", "m", "search");
    UsageRecord unpriced =
        new UsageRecord(
            hour(5),
            dims("model", "m"),
            Tokens.of(TokenType.INPUT, 10),
            1L,
            Map.of(),
            new Cost.Unpriced("m"));

    read(USAGE, 30, bucket(hour(5), unpriced));

    assertThat(canonical(day(0))).isEqualTo("3");
  }

  @Test
  void dayOfTheBill_isTheBillHoweverMuchWasTold() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    send(5, 0, "3", "m", "search");
    read(USAGE, 30, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));
    read(COSTS, 48, bucket(day(0), billed(day(0), "9.000000001", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("9.000000001");

    send(5, 1, "20", "m", "search");
    send(7, 1, "2", "n", "chat");
    read(USAGE, 60, bucket(hour(7), spent(hour(7), "1", "project", "p", "model", "n")));

    assertThat(canonical(day(0))).isEqualTo("9.000000001");
    assertThat(costLessCredits()).isEqualByComparingTo("9.000000001");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE)))
        .isEqualTo(Map.of("search", "23", "chat", "2", "", "-15.999999999"));
  }

  @Test
  void providerWithABillOnly_isComparedByDay() {
    Source invoice = source("bedrock:costs", "bedrock", Layer.BILLED, 24, 24);
    ledger.register(invoice, Set.of());
    send("bedrock", 5, 0, "3", "m", "search");
    send("bedrock", 7, 0, "1", "n", "search");

    read(invoice, 24, bucket(day(0), spent(day(0), "2", dims("provider", "bedrock"))));
    assertThat(canonical(day(0))).as("not settled: the larger side").isEqualTo("4");
    read(invoice, 48, bucket(day(0), spent(day(0), "7", dims("provider", "bedrock"))));
    assertThat(canonical(day(0))).isEqualTo("7");
    read(invoice, 49, bucket(day(0), spent(day(0), "2.5", dims("provider", "bedrock"))));

    assertThat(canonical(day(0))).as("settled").isEqualTo("2.5");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE)))
        .isEqualTo(Map.of("search", "4", "", "-1.5"));
  }

  @Test
  void moreDetailedReportThatComesLater_isComparedInTheBillsPlace() {
    Source bill = source("azure:costs", "azure", Layer.BILLED, 24, 24);
    Source use = source("azure:usage", "azure", Layer.METERED, 1, 1);
    ledger.register(bill, Set.of());
    send("azure", 5, 0, "3", "m", "search");
    read(bill, 48, bucket(day(0), spent(day(0), "9", dims("provider", "azure"))));

    ledger.register(use, Set.of(Dimension.MODEL));
    assertThat(canonical(day(0))).isEqualTo("9");
    read(use, 50, bucket(hour(5), spent(hour(5), "4", dims("provider", "azure", "model", "m"))));

    assertThat(canonical(day(0))).isEqualTo("9");
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL, Dimension.FEATURE)))
        .isEqualTo(Map.of("m/search", "3", "m/", "1", "/", "5"));
    assertThat(costLessCredits()).isEqualByComparingTo("9");
  }

  /** The hours are gone, so whole days are compared. */
  @Test
  void firstReportOfAnHourWhoseSumsWereDropped_isNotAddedToWhatWasTold() {
    send(5, 0, "10", "m", "search");
    send(7, 1, "2", "m", "search");
    dropHoursUntil(48);

    read(
        USAGE,
        72,
        bucket(hour(5), spent(hour(5), "11", "model", "m")),
        bucket(hour(7), spent(hour(7), "3", "model", "m")));
    assertThat(canonical(day(0))).isEqualTo("14");

    ledger.register(USAGE, Set.of());
    assertThat(canonical(day(0))).as("worked out anew from the start").isEqualTo("14");
    dropHoursUntil(48);
    ledger.register(USAGE, Set.of(Dimension.PROJECT, Dimension.MODEL));
    assertThat(canonical(day(0))).as("from one record for each thing").isEqualTo("14");
    assertThat(costLessCredits()).isEqualByComparingTo("14");
  }

  @Test
  void reportOfADayThatIsKeptAsOne_isLeftOut() {
    send(5, 0, "10", "m", "search");
    read(USAGE, 30, bucket(hour(5), spent(hour(5), "11", "model", "m")));
    dropHoursUntil(24);

    AppendResult again = read(USAGE, 72, bucket(hour(5), spent(hour(5), "12", "model", "m")));

    assertThat(again).isEqualTo(new AppendResult(0, 0, 0, 1));
    assertThat(canonical(day(0))).isEqualTo("11");
    assertThat(read(USAGE, 72, bucket(hour(25), spent(hour(25), "1", "model", "m"))))
        .as("another day")
        .isEqualTo(new AppendResult(1, 0, 0, 0));
  }

  private void dropHoursUntil(int hour) {
    String before = canonical(day(0));
    while (!ledger.retain(new RetentionBounds(at(hour), at(hour))).isEmpty()) {
      assertThat(canonical(day(0))).isEqualTo(before);
    }
    assertThat(canonical(day(0))).isEqualTo(before);
  }

  @Test
  void otherLabelsAfterAReopening_comeToTheSame() {
    send(5, 0, "3", "m", "search");
    read(USAGE, 30, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));

    reopen(Dimension.PROVIDER, Dimension.FEATURE);

    assertThat(costLessCredits()).isEqualByComparingTo("4");
    assertThat(counters(CounterFamily.COST))
        .isEqualTo(Map.of("events/openai/search", "3", "openai:usage/openai/", "1"));
  }

  private void send(long hour, long second, String dollars, String model, String feature) {
    send("openai", hour, second, dollars, model, feature);
  }

  private void send(
      String provider, long hour, long second, String dollars, String model, String feature) {
    Instant at = at(hour).plusSeconds(second);
    ledger.appendEvents(
        List.of(
            BoundedEvents.call(
                "e" + sent++,
                at,
                new BigDecimal(dollars).movePointRight(9).longValueExact(),
                dims("provider", provider, "model", model, "feature", feature))),
        at(hour + 1));
  }
}
