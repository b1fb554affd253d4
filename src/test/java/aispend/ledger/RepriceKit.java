// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.testing.MutableClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pricing kept use again: what it changes, what it leaves, and what it tells of it. */
abstract class RepriceKit extends LedgerKit {
  /** Two thousandths of a dollar a token of m; new is not in the list. */
  private static final PricedUse OLD = new PricedUse(Map.of("m", 2_000_000L));

  private static final PricedUse NEW = new PricedUse(Map.of("m", 3_000_000L, "new", 1_000_000L));

  private static final Repricings.Progress QUIET = (source, hour) -> {};

  @Test
  void report_costsWhatItCostsByTheNewPrices() {
    read(USAGE, 6, bucket(hour(5), OLD.row(hour(5), 100, 7, "model", "m", "project", "p")));

    Repricing run = reprice(0, NEW);

    // 100 tokens: 0.2 before, 0.3 after; a tenth of it saved.
    SumRow sum = ledger.sums(SumQuery.total(day(0))).get(0);
    assertThat(sum.cost().decimal()).isEqualTo("0.3");
    assertThat(sum.savings().cache().decimal()).isEqualTo("0.03");
    assertThat(sum.requests()).isEqualTo(7);
    assertThat(sum.tokens().total()).isEqualTo(100);
    assertThat(told(run)).containsExactly("openai:usage m 2026-10-01 1 0.2>0.3 0>0");
    assertThat(run.canonical().decimal()).isEqualTo("0.1");
    assertThat(counters(CounterFamily.COST)).isEqualTo(Map.of("openai:usage/openai/p/m", "0.3"));
    assertThat(ledger.restatements(Instant.EPOCH, 10)).as("nobody restated anything").isEmpty();
  }

  @Test
  void modelThatHadNoPrice_isPricedAndNoLongerUnpriced() {
    read(USAGE, 6, bucket(hour(5), OLD.row(hour(5), 100, 7, "model", "new")));
    send(OLD.call("e", at(6), 50, Outcome.ERROR, "model", "new"));
    assertThat(canonical(day(0))).isEqualTo("0");

    Repricing run = reprice(0, NEW);

    SumRow sum = ledger.sums(SumQuery.total(day(0))).get(0);
    assertThat(sum.cost().decimal()).isEqualTo("0.15");
    assertThat(sum.unpricedTokens()).isZero();
    assertThat(sum.tokens().total()).isEqualTo(150);
    assertThat(sum.requests()).isEqualTo(8);
    assertThat(told(run))
        .containsExactly(
            "events@openai new 2026-10-01 1 0>0.05 50>0",
            "openai:usage new 2026-10-01 1 0>0.1 100>0");
    KeptEvent event =
        ledger
            .events(new EventQuery(START, EventQuery.Place.at(at(24)), Map.of(), null, null, 10))
            .get(0);
    assertThat(event.paid().cost()).isEqualTo(Money.usd("0.05"));
    assertThat(event.outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void priceThatIsGone_isUnknownAndNotZero() {
    send(OLD.call("e", at(6), 50, Outcome.SUCCESS, "model", "m"));

    reprice(0, new PricedUse(Map.of()));

    SumRow sum = ledger.sums(SumQuery.total(day(0))).get(0);
    assertThat(sum.cost().decimal()).isEqualTo("0");
    assertThat(sum.unpricedTokens()).isEqualTo(50);
    assertThat(counters(CounterFamily.CREDITS)).containsEntry("events/openai", "0.1");
    assertThat(counters(CounterFamily.COST)).containsEntry("events/openai//m", "0.1");
  }

  /** One call of 1,500 tokens is of long context and costs twice; two of 750 do not. */
  @Test
  void eachCall_isPricedByItsOwnContext() {
    send(
        OLD.call("long", at(6), 1_500, Outcome.SUCCESS, "model", "m"),
        OLD.call("short", at(6), 750, Outcome.SUCCESS, "model", "m"),
        OLD.call("other", at(6), 750, Outcome.SUCCESS, "model", "m"));
    // (1,500 x 2 + 750 + 750) x 0.002 = 9
    assertThat(canonical(day(0))).isEqualTo("9");

    reprice(0, NEW);

    assertThat(canonical(day(0))).isEqualTo("13.5");
  }

  @Test
  void whatIsBilledAndTold_stays() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    read(COSTS, 6, bucket(day(0), billed(day(0), "7")));
    send(PricedUse.told("t", at(6), "0.5", "model", "m"));

    assertThat(ledger.repricings().preview(START, NEW, QUIET)).isEmpty();
    assertThat(reprice(0, NEW).changes()).isEmpty();
    assertThat(dollars(SumQuery.total(day(0)).ofSource(COSTS.name()))).isEqualTo("7");
    assertThat(dollars(SumQuery.total(day(0)).ofSource("events"))).isEqualTo("0.5");
  }

  @Test
  void settledDay_staysAtTheBill() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    read(USAGE, 24, bucket(hour(5), OLD.row(hour(5), 100, 7, "model", "m", "project", "p")));
    read(COSTS, 60, bucket(day(0), billed(day(0), "9", "project", "p")));
    assertThat(canonical(day(0))).isEqualTo("9");

    Repricing run = reprice(0, NEW);

    assertThat(canonical(day(0))).isEqualTo("9");
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("m", "0.3", "", "8.7"));
    assertThat(run.canonical().nanos()).isZero();
    assertThat(run.changes()).hasSize(1);
  }

  @Test
  void useBeforeTheFirstDay_staysAsItIs() {
    read(USAGE, 6, bucket(hour(5), OLD.row(hour(5), 100, 7, "model", "m")));
    read(USAGE, 30, bucket(hour(29), OLD.row(hour(29), 100, 7, "model", "m")));

    reprice(24, NEW);

    assertThat(canonical(day(0))).isEqualTo("0.2");
    assertThat(canonical(day(1))).isEqualTo("0.3");
  }

  @Test
  void preview_tellsWhatARunTellsAndChangesNothing() {
    read(USAGE, 6, bucket(hour(5), OLD.row(hour(5), 100, 7, "model", "m")));
    send(OLD.call("e", at(6), 50, Outcome.SUCCESS, "model", "m"));
    Map<String, Long> rows = ledger.size().rows();

    List<PriceChange> changes = ledger.repricings().preview(START, NEW, QUIET);

    assertThat(ledger.size().rows()).isEqualTo(rows);
    assertThat(canonical(day(0))).isEqualTo("0.3");
    assertThat(reprice(0, NEW).changes()).isEqualTo(changes);
    assertThat(ledger.repricings().preview(START, NEW, QUIET)).isEmpty();
  }

  @Test
  void runThatIsCutOff_isGoneOnWithAndEndsAtTheSame() {
    for (int hour = 0; hour < 5; hour++) {
      read(USAGE, hour + 1, bucket(hour(hour), OLD.row(hour(hour), 100, 7, "model", "m")));
    }
    AtomicInteger left = new AtomicInteger(3);
    Repricer failing =
        use -> {
          if (left.getAndDecrement() == 0) {
            throw new IllegalStateException("cut off");
          }
          return NEW.price(use);
        };

    assertThatThrownBy(() -> reprice(0, failing)).hasMessage("cut off");
    assertThat(canonical(day(0))).as("3 x 0.3 + 2 x 0.2").isEqualTo("1.3");
    Repricing cut = ledger.repricings().runs(1).get(0);
    assertThat(cut.finishedAt()).isEmpty();
    assertThat(told(cut)).containsExactly("openai:usage m 2026-10-01 3 0.6>0.9 0>0");

    Repricing rest = reprice(0, NEW);
    assertThat(canonical(day(0))).isEqualTo("1.5");
    assertThat(told(rest)).containsExactly("openai:usage m 2026-10-01 2 0.4>0.6 0>0");
    assertThat(costLessCredits()).isEqualByComparingTo("1.5");
  }

  @Test
  void eventThatComesWhileItIsWorkedOut_isNotLost() {
    send(OLD.call("e", at(6), 50, Outcome.SUCCESS, "model", "m"));
    AtomicInteger asked = new AtomicInteger();
    Repricer slow =
        use -> {
          if (asked.getAndIncrement() == 0) {
            send(OLD.call("f", at(6).plusSeconds(9), 100, Outcome.SUCCESS, "model", "m"));
          }
          return NEW.price(use);
        };

    reprice(0, slow);

    assertThat(canonical(day(0))).as("150 tokens").isEqualTo("0.45");
    assertThat(dollars(SumQuery.total(day(0)).ofSource("events"))).isEqualTo("0.45");
  }

  @Test
  void callsWhoseEventsWereDropped_stay() {
    send(OLD.call("e", at(6), 1_500, Outcome.SUCCESS, "model", "m"));
    RetentionBounds bounds = new RetentionBounds(at(48), at(0));
    Map<String, Integer> dropped = ledger.retain(bounds);
    while (!dropped.isEmpty()) {
      dropped = ledger.retain(bounds);
    }

    assertThat(reprice(0, NEW).changes()).isEmpty();
    assertThat(canonical(day(0))).isEqualTo("6");
  }

  @Test
  void postings_addUpToTheNewCost() {
    ledger.outbox().turnOn(PostingKit.SETTINGS, at(0));
    read(USAGE, 6, bucket(hour(5), OLD.row(hour(5), 100, 7, "model", "m")));

    reprice(0, NEW);

    assertThat(ledger.outbox().expected(at(0), at(24)))
        .isEqualTo(Map.of("openai", Money.usd("0.3")));
    assertThat(ledger.outbox().pending(at(99), at(99), 100))
        .filteredOn(posting -> posting.family() == PostingFamily.REQUESTS)
        .as("the requests are no others")
        .hasSize(1);
  }

  @Test
  void pricesInForce_areNotedOnceEachAndToldByTheRun() {
    Repricings repricings = ledger.repricings();
    assertThat(repricings.inForce("a", at(0))).isTrue();
    assertThat(repricings.inForce("a", at(1))).isFalse();
    assertThat(repricings.inForce("b", at(2))).isTrue();

    Repricing run =
        repricings.run(
            new Repricings.Order(START, "b", "ada"),
            NEW,
            MutableClock.at("2026-10-09T00:00:00Z"),
            QUIET);

    assertThat(List.of(run.pricesBefore(), run.pricesAfter(), run.by()))
        .containsExactly("a", "b", "ada");
    assertThat(run.begunAt()).isEqualTo(Instant.parse("2026-10-09T00:00:00Z"));
    assertThat(run.finishedAt()).isEqualTo(Optional.of(run.begunAt()));
    assertThat(repricings.runs(5)).containsExactly(run);
  }

  private Repricing reprice(long fromHour, Repricer prices) {
    return ledger
        .repricings()
        .run(
            new Repricings.Order(at(fromHour), "test", "ada"),
            prices,
            MutableClock.at("2026-10-09T00:00:00Z"),
            QUIET);
  }

  private void send(Event... events) {
    assertThat(ledger.appendEvents(List.of(events), at(7))).containsOnly(Event.Fate.ACCEPTED);
  }

  private static List<String> told(Repricing run) {
    return run.changes().stream()
        .map(
            change ->
                String.join(
                        " ",
                        change.place().source(),
                        change.place().model(),
                        change.place().day().toString(),
                        Long.toString(change.rows()))
                    + " %s>%s %d>%d"
                        .formatted(
                            change.before().decimal(),
                            change.after().decimal(),
                            change.unpricedBefore(),
                            change.unpricedAfter()))
        .toList();
  }
}
