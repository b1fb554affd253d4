// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.SumQuery.Granularity;
import aispend.model.Dimension;
import aispend.model.Outcome;
import aispend.testing.MutableClock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;

/**
 * Events, usage and bills that came by one price list and are priced again by another come to what
 * they would have come to by that list from the start, whenever the run is cut off.
 */
final class RepriceProperties {
  private static final int LAST = 100;
  private static final PricedUse OLD = new PricedUse(Map.of("a", 2_000_003L, "b", 70_001L));
  private static final PricedUse NEW =
      new PricedUse(Map.of("a", 1_999_999L, "b", 93_007L, "c", 500_009L));

  private final LedgerFolders folders = new LedgerFolders();

  /** What is told in an hour: a call, a row of the report, or a line of the day's bill. */
  record Told(int kind, int hour, int number, String model, int tokens, boolean failed) {
    void tell(SqlLedger ledger, PricedUse prices) {
      Instant at = LedgerKit.at(hour).plusSeconds(number % 3_600);
      if (kind == 0) {
        ledger.appendEvents(
            List.of(
                prices.call(
                    "e" + number,
                    at,
                    tokens,
                    failed ? Outcome.ERROR : Outcome.SUCCESS,
                    "model",
                    model,
                    "feature",
                    "f" + number % 2)),
            LedgerKit.at(LAST));
      } else if (kind == 1) {
        append(ledger, LedgerKit.USAGE.name(), prices);
      } else {
        append(ledger, LedgerKit.COSTS.name(), prices);
      }
    }

    private void append(SqlLedger ledger, String source, PricedUse prices) {
      boolean bill = source.equals(LedgerKit.COSTS.name());
      var period = bill ? LedgerKit.day(hour / 24) : LedgerKit.hour(hour);
      var row =
          bill
              ? LedgerKit.billed(period, number + ".5", "project", "p")
              : prices.row(period, tokens, 1 + number % 3, "model", model, "project", "p");
      ledger.append(
          new Batch(
              source,
              period,
              List.of(new Batch.Bucket("part" + number, period, true, List.of(row))),
              LedgerKit.at(hour + 2)));
    }
  }

  @AfterTry
  void deleteFolders() throws IOException {
    folders.delete();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void pricedAgain_isAsPricedSoFromTheStart(
      @ForAll("told") List<Told> all, @ForAll @IntRange(max = 30) int cut) {
    try (SqlLedger again = prepared();
        SqlLedger fresh = prepared()) {
      all.forEach(one -> one.tell(again, OLD));
      all.forEach(one -> one.tell(fresh, NEW));
      settle(again);
      settle(fresh);

      cutOff(again, cut);
      run(again, NEW);

      assertThat(sums(again)).isEqualTo(sums(fresh));
      assertThat(net(again)).isEqualTo(net(fresh));
      assertThat(again.repricings().preview(LedgerKit.START, NEW, (source, hour) -> {})).isEmpty();
      assertThat(expected(again)).isEqualTo(expected(fresh));
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
  void thereAndBack_isAsBefore(@ForAll("told") List<Told> all) {
    try (SqlLedger ledger = prepared()) {
      all.forEach(one -> one.tell(ledger, OLD));
      settle(ledger);
      Map<String, String> before = sums(ledger);

      run(ledger, NEW);
      run(ledger, OLD);

      assertThat(sums(ledger)).isEqualTo(before);
    }
  }

  private static void cutOff(SqlLedger ledger, int after) {
    AtomicInteger left = new AtomicInteger(after);
    try {
      run(
          ledger,
          use -> {
            if (left.getAndDecrement() == 0) {
              throw new IllegalStateException("cut off");
            }
            return NEW.price(use);
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("cut off");
    }
  }

  private static void run(SqlLedger ledger, Repricer prices) {
    ledger
        .repricings()
        .run(
            new Repricings.Order(LedgerKit.START, "test", ""),
            prices,
            MutableClock.at("2026-10-20T00:00:00Z"),
            (source, hour) -> {});
  }

  private SqlLedger prepared() {
    SqlLedger ledger = folders.openNew();
    ledger.outbox().turnOn(PostingKit.SETTINGS, LedgerKit.at(0));
    ledger.register(LedgerKit.USAGE, Set.of(Dimension.MODEL));
    ledger.register(LedgerKit.COSTS, Set.of(Dimension.PROJECT));
    return ledger;
  }

  private static void settle(SqlLedger ledger) {
    for (String source : List.of(LedgerKit.USAGE.name(), LedgerKit.COSTS.name())) {
      ledger.append(new Batch(source, LedgerKit.days(0, 4), List.of(), LedgerKit.at(LAST)));
    }
  }

  /** Everything that sums tell, canonical and by source. */
  private static Map<String, String> sums(SqlLedger ledger) {
    Map<String, String> sums = new TreeMap<>();
    for (String source : new String[] {null, "openai:usage", "openai:costs", "events"}) {
      for (Dimension by : List.of(Dimension.MODEL, Dimension.FEATURE, Dimension.PROJECT)) {
        SumQuery query =
            SumQuery.total(LedgerKit.days(0, 3), by).each(Granularity.HOUR).ofSource(source);
        ledger
            .sums(query)
            .forEach(
                row -> {
                  String said =
                      "%s %s %d %d %s"
                          .formatted(
                              row.cost().decimal(),
                              row.tokens().counts(),
                              row.requests(),
                              row.unpricedTokens(),
                              row.savings());
                  if (!said.startsWith("0 {} 0 0")) {
                    sums.put(source + " " + row.bucket() + " " + by + row.key(), said);
                  }
                });
      }
    }
    return sums;
  }

  private static Map<String, String> expected(SqlLedger ledger) {
    Map<String, String> expected = new TreeMap<>();
    ledger
        .outbox()
        .expected(LedgerKit.at(-1), LedgerKit.at(LAST))
        .forEach((provider, cost) -> expected.put(provider, cost.decimal()));
    return expected;
  }

  private static long net(SqlLedger ledger) {
    long net = 0;
    for (CounterTotal total : ledger.counters()) {
      long nanos = total.value().movePointRight(9).longValue();
      net += total.family() == CounterFamily.COST ? nanos : 0;
      net -= total.family() == CounterFamily.CREDITS ? nanos : 0;
    }
    return net;
  }

  @Provide
  Arbitrary<List<Told>> told() {
    return Combinators.combine(
            Arbitraries.of(0, 0, 0, 1, 1, 2),
            Arbitraries.of(0, 1, 2, 24, 25),
            Arbitraries.integers().between(0, 5_000),
            Arbitraries.of("a", "b", "c"),
            Arbitraries.integers().between(1, 2_000),
            Arbitraries.of(false, false, true))
        .as(Told::new)
        .list()
        .ofMaxSize(14)
        .uniqueElements(Told::number);
  }
}
