// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Sender;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single events: each counts once, and adds to what there is. */
abstract class EventKit extends LedgerKit {
  private static final Source EVENTS = Source.sent(Sender.EVENTS, "bedrock");

  @Test
  void sameEventAgain_isADuplicateAndCountsOnce() {
    assertThat(send(event("a", 0, "1"), event("b", 5, "2"), event("a", 0, "1")))
        .containsExactly(Fate.ACCEPTED, Fate.ACCEPTED, Fate.DUPLICATE);
    assertThat(send(event("a", 0, "1"))).containsExactly(Fate.DUPLICATE);

    assertThat(canonical(hour(0))).isEqualTo("3");
    assertThat(ledger.size().rows()).containsEntry("event", 2L).containsEntry("record", 1L);
    assertThat(costLessCredits()).isEqualByComparingTo("3");
  }

  @Test
  void sameIdWithOtherContent_isAConflictAndChangesNothing() {
    send(event("a", 0, "1"));

    assertThat(send(event("a", 0, "7"))).containsExactly(Fate.CONFLICT);

    assertThat(canonical(hour(0))).isEqualTo("1");
  }

  @Test
  void sameIdInAnotherHour_isAnotherEvent() {
    assertThat(send(event("a", 0, "1"), event("a", 3_600, "1")))
        .containsExactly(Fate.ACCEPTED, Fate.ACCEPTED);

    assertThat(canonical(day(0))).isEqualTo("2");
  }

  @Test
  void laterEventsOfAnHour_growItsRecordWithoutAHistory() {
    send(event("a", 0, "1"));
    reopen();
    send(event("b", 60, "0.25"));

    assertThat(ledger.size().rows())
        .containsEntry("record", 1L)
        .containsEntry("record_history", 0L);
    assertThat(ledger.restatements(Instant.EPOCH, 10)).isEmpty();
    assertThat(counters(CounterFamily.RESTATED))
        .isEqualTo(
            Map.of(
                "events/bedrock/up", "0",
                "events/bedrock/down", "0",
                "openai:usage/openai/up", "0",
                "openai:usage/openai/down", "0"));
    SumRow sum = ledger.sums(SumQuery.total(hour(0), Dimension.FEATURE)).get(0);
    assertThat(sum)
        .isEqualTo(
            new SumRow(
                Dimensions.of(Dimension.FEATURE, "search"),
                null,
                Money.usd("1.25"),
                Tokens.of(TokenType.INPUT, 20),
                2,
                0));
  }

  @Test
  void eventWithoutAPrice_hidesNoOthersCost() {
    send(event("a", 0, "1"), unpriced("b", 1), event("c", 2, "2"));

    SumRow sum = ledger.sums(SumQuery.total(hour(0))).get(0);
    assertThat(sum.cost()).isEqualTo(Money.usd("3"));
    assertThat(sum.unpricedTokens()).isEqualTo(10);
    assertThat(sum.requests()).isEqualTo(3);
  }

  @Test
  void outcomes_areCountedApartAndOutliveOtherLabels() {
    send(
        event("a", 0, "1"),
        ended("b", Outcome.ERROR),
        ended("c", Outcome.ABORTED),
        ended("d", Outcome.ERROR));
    assertThat(counters(CounterFamily.REQUESTS))
        .isEqualTo(
            Map.of(
                "events/bedrock/p/m/success", "1",
                "events/bedrock/p/m/error", "2",
                "events/bedrock/p/m/aborted", "1"));

    reopen(Dimension.PROVIDER, Dimension.FEATURE);

    assertThat(counters(CounterFamily.REQUESTS))
        .isEqualTo(
            Map.of(
                "events/bedrock/search/success", "1",
                "events/bedrock/search/error", "2",
                "events/bedrock/search/aborted", "1"));
  }

  @Test
  void providerPolledLater_keepsItsEventsAndAddsWhatTheyDoNotTell() {
    Source usage = source("bedrock:usage", "bedrock", Layer.METERED, 1, 1);
    send(event("a", 0, "3"), ended("b", Outcome.ERROR));
    assertThat(canonical(day(0))).isEqualTo("4");

    ledger.register(usage, Set.of());

    assertThat(canonical(day(0))).isEqualTo("4");
    read(usage, 2, bucket(hour(0), spent(hour(0), "5", dims("provider", "bedrock"))));
    assertThat(canonical(day(0))).isEqualTo("5");
    assertThat(costLessCredits()).isEqualByComparingTo("5");
    assertThat(dollars(SumQuery.total(day(0)).ofSource("events"))).isEqualTo("4");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE, Dimension.USER)))
        .isEqualTo(Map.of("search/", "4", "/", "1"));
  }

  @Test
  void eventOfWhatAnotherProcessPolled_isComparedWithIt() {
    SqlLedger mine = ledger;
    send(event("a", 0, "3"));
    Source usage = source("bedrock:usage", "bedrock", Layer.METERED, 1, 1);
    try (SqlLedger other = open(LABELS)) {
      ledger = other;
      ledger.register(usage, Set.of());
      read(usage, 2, bucket(hour(0), spent(hour(0), "5", dims("provider", "bedrock"))));
    } finally {
      ledger = mine;
    }

    send(event("b", 1, "1"));

    assertThat(canonical(day(0))).isEqualTo("5");
    assertThat(dollars(SumQuery.total(day(0)).ofSource("events"))).isEqualTo("4");
  }

  @Test
  void sourcesOfSeveralProviders_shareALabel() {
    send(event("a", 0, "1"), event("b", 0, "2", "vertex"));

    assertThat(dollars(SumQuery.total(day(0)).ofSource("events"))).isEqualTo("3");
    assertThat(shares(SumQuery.total(day(0), Dimension.PROVIDER, Dimension.KEY).ofSource("events")))
        .isEqualTo(Map.of("bedrock/", "1", "vertex/", "2"));
    assertThat(counters(CounterFamily.SOURCE_COST))
        .containsEntry("events/bedrock", "1")
        .containsEntry("events/vertex", "2");
  }

  @Test
  void quietApplications_areCompleteUpToTheLastListening() {
    send(event("a", 0, "1"));
    assertThat(state(EVENTS).watermark()).hasValue(at(1));

    ledger.listened(at(30).plusSeconds(59));
    ledger.listened(at(20));

    assertThat(state(EVENTS).watermark()).hasValue(at(30).plusSeconds(59));
    assertThat(state(EVENTS).settledUntil()).hasValue(at(29));
    assertThat(state(EVENTS).newest()).hasValue(at(1));
    assertThat(state(USAGE).watermark()).as("what is polled moves by polls").isEmpty();
  }

  @Test
  void toldCosts_areCountedBesideListPricesWhereBothAreKnown() {
    send(told("a", "3", Money.usd("2.5")), told("b", "4", null), event("c", 3, "9"));
    reopen();
    send(told("a", "3", Money.usd("2.5")), told("d", "1", Money.usd("1")));

    assertThat(counters(CounterFamily.TOLD_COST)).isEqualTo(Map.of("bedrock/m", "4"));
    assertThat(counters(CounterFamily.TOLD_LIST_COST)).isEqualTo(Map.of("bedrock/m", "3.5"));
  }

  @Test
  void sameEventFromManyCallersAtOnce_isAcceptedOnceInFewTransactions() throws Exception {
    int callers = 64;
    long before = ledger.revision();
    List<List<Fate>> fates = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Event own = event("own" + i, 0, "1");
      Thread thread =
          new Thread(
              () -> {
                awaitQuietly(start);
                fates.add(send(event("same", 0, "1"), own));
              });
      threads.add(thread);
      thread.start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(fates).hasSize(callers);
    assertThat(fates.stream().map(each -> each.get(0)))
        .containsOnly(Fate.ACCEPTED, Fate.DUPLICATE)
        .containsOnlyOnce(Fate.ACCEPTED);
    assertThat(fates.stream().map(each -> each.get(1))).containsOnly(Fate.ACCEPTED);
    assertThat(canonical(hour(0))).isEqualTo(Integer.toString(callers + 1));
    assertThat(ledger.revision() - before).as("transactions").isLessThan(callers);
  }

  @Test
  void eventBeyondWhatASumCanHold_isRefusedAndTheOthersAreKept() {
    send(event("a", 0, "9000000000"));

    assertThat(send(event("b", 0, "1"), event("c", 0, "9000000000"), event("d", 3_600, "2")))
        .containsExactly(Fate.ACCEPTED, Fate.REFUSED, Fate.ACCEPTED);

    assertThat(canonical(hour(0))).isEqualTo("9000000001");
    assertThat(canonical(hour(1))).isEqualTo("2");
    assertThat(ledger.size().rows()).containsEntry("event", 3L);
  }

  @Test
  void unitsOfEvents_addUpInTheirRecord() {
    send(images("a", 2), event("b", 1, "1"));
    send(images("c", 3));

    assertThat(counters(CounterFamily.UNITS)).isEqualTo(Map.of("bedrock/p/images", "5"));
    assertThat(canonical(hour(0))).isEqualTo("3");
    reopen(Dimension.PROVIDER);
    assertThat(counters(CounterFamily.REQUESTS)).isEqualTo(Map.of("events/bedrock/success", "3"));
    assertThat(ledger.size().rows()).containsEntry("record", 1L);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Event images(String id, int count) {
    return event(
        id,
        3,
        new Cost.Estimated(Money.usd("1")),
        "bedrock",
        Outcome.SUCCESS,
        Map.of("images", BigDecimal.valueOf(count)));
  }

  private List<Fate> send(Event... events) {
    return ledger.appendEvents(List.of(events), at(1));
  }

  static Event event(String id, long second, String dollars) {
    return event(id, second, dollars, "bedrock");
  }

  static Event event(String id, long second, String dollars, String provider) {
    return event(id, second, new Cost.Estimated(Money.usd(dollars)), provider, Outcome.SUCCESS);
  }

  @Test
  void requestsThatTheFirstDidNotTell_areThoseOfTheNext() {
    Event silent = event("a", 0, "1");
    UsageRecord usage = silent.usage();
    send(
        new Event(
            silent.sender(),
            silent.identity(),
            new UsageRecord(
                usage.period(),
                usage.dimensions(),
                usage.tokens(),
                null,
                usage.units(),
                usage.cost()),
            silent.costTold(),
            silent.listCost(),
            silent.outcome(),
            silent.timing(),
            silent.extra()));
    send(event("b", 60, "1"));

    assertThat(ledger.sums(SumQuery.total(hour(0), Dimension.FEATURE, Dimension.OPERATION)))
        .extracting(SumRow::requests)
        .containsExactly(1L);
  }

  private static Event ended(String id, Outcome outcome) {
    return event(id, 7, new Cost.Estimated(Money.usd("1")), "bedrock", outcome);
  }

  private static Event unpriced(String id, long second) {
    return event(id, second, new Cost.Unpriced("no price"), "bedrock", Outcome.SUCCESS);
  }

  private static Event told(String id, String dollars, @Nullable Money listCost) {
    Event event = event(id, 9, dollars);
    return new Event(
        event.sender(),
        event.identity(),
        event.usage(),
        true,
        listCost,
        event.outcome(),
        event.timing(),
        event.extra());
  }

  private static Event event(String id, long second, Cost cost, String provider, Outcome outcome) {
    return event(id, second, cost, provider, outcome, Map.of());
  }

  private static Event event(
      String id,
      long second,
      Cost cost,
      String provider,
      Outcome outcome,
      Map<String, BigDecimal> units) {
    Instant at = START.plusSeconds(second);
    Dimensions dimensions =
        dims("provider", provider, "project", "p", "model", "m", "feature", "search");
    UsageRecord usage =
        new UsageRecord(
            ChargePeriod.hourOf(at), dimensions, Tokens.of(TokenType.INPUT, 10), 1L, units, cost);
    return new Event(
        Sender.EVENTS,
        new Identity(id, at, (id + cost).hashCode(), null),
        usage,
        false,
        null,
        outcome,
        Timing.UNKNOWN,
        "");
  }
}
