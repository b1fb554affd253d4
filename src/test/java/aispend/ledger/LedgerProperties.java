// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Source;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever is read in whatever order, sums and totals are those of a naive model: the last answer
 * about each bucket, added up.
 */
abstract class LedgerProperties {
  private static final Comparator<List<String>> ORDER = Comparator.comparing(List::toString);

  /** Opens a new, empty ledger. */
  abstract SqlLedger openNew();

  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
  void anythingRead_comesToWhatTheNaiveModelSays(
      @ForAll("readings") List<NaiveLedger.Reading> all) {
    try (SqlLedger ledger = openNew()) {
      ledger.register(LedgerKit.USAGE, Set.of());
      ledger.register(LedgerKit.COSTS, Set.of(Dimension.PROJECT));
      NaiveLedger naive = new NaiveLedger();
      Map<List<String>, BigDecimal> before = new TreeMap<>(ORDER);
      for (NaiveLedger.Reading reading : all) {
        ledger.append(reading.batch());
        naive.append(reading);
        Map<List<String>, BigDecimal> now = totals(ledger);
        before.forEach((key, value) -> assertThat(now.get(key)).isGreaterThanOrEqualTo(value));
        before = now;
      }
      compare(ledger, naive);
      if (!all.isEmpty()) {
        Batch last = all.get(all.size() - 1).batch();
        AppendResult again = ledger.append(last);
        assertThat(again.added() + again.restated()).isZero();
      }
      compare(ledger, naive);
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.BOUNDED)
  void orderOfDistinctBuckets_doesNotMatter(
      @ForAll("readings") List<NaiveLedger.Reading> all, @ForAll long seed) {
    List<NaiveLedger.Reading> once = NaiveLedger.withoutRepeatedBuckets(all);
    List<NaiveLedger.Reading> shuffled = NaiveLedger.shuffled(once, seed);
    try (SqlLedger one = openNew();
        SqlLedger two = openNew()) {
      assertThat(sumsAfter(two, shuffled)).isEqualTo(sumsAfter(one, once));
    }
  }

  /** Switched on before, between or after; drained, switched off and on, layered anew. */
  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void postings_addUpToTheLedgersDays(
      @ForAll("readings") List<NaiveLedger.Reading> all,
      @ForAll @IntRange(max = 14) int on,
      @ForAll @IntRange(max = 14) int drain,
      @ForAll @IntRange(max = 14) int off,
      @ForAll boolean detailFirst) {
    try (SqlLedger ledger = openNew()) {
      Outbox outbox = ledger.outbox();
      List<Posting> sent = new ArrayList<>();
      ledger.register(LedgerKit.COSTS, Set.of(Dimension.PROJECT));
      if (detailFirst) {
        ledger.register(LedgerKit.USAGE, Set.of());
      }
      for (int i = 0; i < all.size(); i++) {
        NaiveLedger.Reading reading = all.get(i);
        if (i == on || (i > off && !outbox.isOn())) {
          outbox.turnOn(PostingKit.SETTINGS, LedgerKit.at(reading.atHour()));
        }
        if (i == drain) {
          sent.addAll(PostingKit.drained(outbox));
        }
        if (i == off) {
          outbox.turnOff();
        }
        if (!reading.bill()) {
          ledger.register(LedgerKit.USAGE, Set.of());
        }
        ledger.append(reading.batch());
      }
      outbox.turnOn(PostingKit.SETTINGS, LedgerKit.at(140));
      sent.addAll(PostingKit.drained(outbox));
      assertThat(sent).extracting(one -> one.seriesId() + "@" + one.at()).doesNotHaveDuplicates();
      for (Dimension label : LedgerKit.LABELS) {
        SumQuery byDay = SumQuery.total(LedgerKit.days(0, 4), label).each(SumQuery.Granularity.DAY);
        assertThat(postedByDay(sent, PostingFamily.COST, label.code()))
            .isEqualTo(NaiveLedger.costs(ledger.sums(byDay)));
      }
      for (Source source : List.of(LedgerKit.USAGE, LedgerKit.COSTS)) {
        SumQuery bySource =
            SumQuery.total(LedgerKit.days(0, 4), Dimension.PROVIDER)
                .each(SumQuery.Granularity.DAY)
                .ofSource(source.name());
        List<Posting> ofSource =
            sent.stream().filter(one -> source.name().equals(one.labels().get("source"))).toList();
        assertThat(postedByDay(ofSource, PostingFamily.SOURCE, "provider"))
            .isEqualTo(NaiveLedger.costs(ledger.sums(bySource)));
      }
    }
  }

  private static Map<String, String> postedByDay(
      List<Posting> postings, PostingFamily family, String label) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Posting posting : postings) {
      if (posting.family() == family) {
        String value = posting.labels().getOrDefault(label, "");
        String day = posting.at().truncatedTo(ChronoUnit.DAYS).toString();
        sums.merge(day + " " + value, posting.amount(), BigDecimal::add);
      }
    }
    Map<String, String> texts = new TreeMap<>();
    sums.forEach(
        (key, sum) -> {
          if (sum.signum() != 0) {
            texts.put(key, Money.of(sum, "USD").decimal());
          }
        });
    return texts;
  }

  private static Map<String, String> sumsAfter(SqlLedger ledger, List<NaiveLedger.Reading> all) {
    ledger.register(LedgerKit.USAGE, Set.of());
    ledger.register(LedgerKit.COSTS, Set.of(Dimension.PROJECT));
    all.forEach(reading -> ledger.append(reading.batch()));
    return NaiveLedger.costs(
        ledger.sums(
            SumQuery.total(LedgerKit.days(0, 4), Dimension.PROJECT, Dimension.MODEL)
                .each(SumQuery.Granularity.HOUR)));
  }

  private static void compare(SqlLedger ledger, NaiveLedger naive) {
    SumQuery byProject = SumQuery.total(LedgerKit.days(0, 4), Dimension.PROJECT);
    SumQuery byDay = byProject.each(SumQuery.Granularity.DAY);
    assertThat(NaiveLedger.costs(ledger.sums(byDay))).isEqualTo(naive.canonicalByDay());
    SumQuery fromRecords =
        new SumQuery(
            byDay.period(),
            Map.of(Dimension.KEY, "*"),
            List.of(Dimension.PROJECT),
            SumQuery.Granularity.DAY,
            null);
    assertThat(NaiveLedger.costs(ledger.sums(fromRecords))).isEqualTo(naive.canonicalByDay());
    for (String source : List.of(LedgerKit.USAGE.name(), LedgerKit.COSTS.name())) {
      assertThat(NaiveLedger.costs(ledger.sums(byDay.ofSource(source))))
          .isEqualTo(naive.reportedByDay(source));
    }
    assertThat(net(ledger, CounterFamily.COST).subtract(net(ledger, CounterFamily.CREDITS)))
        .isEqualByComparingTo(naive.canonicalDollars());
    assertThat(net(ledger, CounterFamily.SOURCE_COST))
        .isEqualByComparingTo(naive.reportedDollars());
    assertThat(net(ledger, CounterFamily.TOKENS)).isEqualByComparingTo(naive.count(false));
    assertThat(net(ledger, CounterFamily.SOURCE_TOKENS)).isEqualByComparingTo(naive.count(true));
    assertThat(net(ledger, CounterFamily.REQUESTS)).isEqualByComparingTo(naive.count(false));
  }

  /** Everything a family's totals say, what is held as credit taken off. */
  private static BigDecimal net(SqlLedger ledger, CounterFamily family) {
    return ledger.counters().stream()
        .filter(total -> total.family() == family)
        .map(total -> total.value().subtract(total.credit()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Map<List<String>, BigDecimal> totals(SqlLedger ledger) {
    Map<List<String>, BigDecimal> totals = new TreeMap<>(ORDER);
    for (CounterTotal total : ledger.counters()) {
      totals.put(List.of(total.family().code(), total.labels().toString()), total.value());
    }
    return totals;
  }

  @Provide
  Arbitrary<List<NaiveLedger.Reading>> readings() {
    Arbitrary<NaiveLedger.Row> rows =
        Combinators.combine(
                Arbitraries.of("", "p", "q"),
                Arbitraries.of("a", "b"),
                Arbitraries.longs().between(-2_000_000_000L, 9_000_000_000L),
                Arbitraries.integers().between(0, 9))
            .as(NaiveLedger.Row::new);
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(3, false), Tuple.of(2, true)),
            Arbitraries.integers().between(0, 95),
            Arbitraries.of("x", "y"),
            Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
            rows.list().ofMaxSize(4),
            Arbitraries.integers().between(0, 140))
        .as(NaiveLedger.Reading::new)
        .list()
        .ofMaxSize(14);
  }
}
