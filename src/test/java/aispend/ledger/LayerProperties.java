// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.jspecify.annotations.Nullable;

/**
 * Events, usage and bills of one provider in any order: they come to the same, the layers are never
 * added, and days end at the bill.
 */
abstract class LayerProperties {
  private static final int HOURS = 72;
  private static final int LAST = 400;

  /** Opens a new, empty ledger. */
  abstract SqlLedger openNew();

  /** One thing that is told to the ledger. */
  private interface Step {
    void tell(SqlLedger ledger);
  }

  /** One call, told at some hour. */
  record Call(int number, int hour, int second, String model, String feature, long nanos)
      implements Step {
    Instant at() {
      return LedgerKit.at(hour).plusSeconds(second);
    }

    @Override
    public void tell(SqlLedger ledger) {
      Event event =
          BoundedEvents.call(
              "e" + number, at(), nanos, LedgerKit.dims("model", model, "feature", feature));
      ledger.appendEvents(List.of(event), LedgerKit.at(LAST));
    }
  }

  /** One bucket of usage or of the bill. */
  record Read(NaiveLedger.Reading reading) implements Step {
    @Override
    public void tell(SqlLedger ledger) {
      ledger.append(reading.batch());
    }

    ChargePeriod period() {
      return reading.period();
    }
  }

  @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
  void orderOfLayers_doesNotMatterOnceAllIsSettled(
      @ForAll("steps") List<Step> steps, @ForAll long seed) {
    List<Step> shuffled = new ArrayList<>(steps);
    Collections.shuffle(shuffled, new Random(seed));
    try (SqlLedger one = prepared();
        SqlLedger two = prepared()) {
      tellAll(one, steps);
      tellAll(two, shuffled);

      for (Dimension by : List.of(Dimension.PROJECT, Dimension.MODEL, Dimension.FEATURE)) {
        assertThat(sums(two, Granularity.HOUR, by)).isEqualTo(sums(one, Granularity.HOUR, by));
      }
    }
  }

  @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
  void settledDays_areTheBillElseUsageElseEvents(@ForAll("steps") List<Step> steps) {
    try (SqlLedger ledger = prepared()) {
      tellAll(ledger, steps);

      Map<Integer, Long> canonical = new TreeMap<>();
      for (int day = 0; day < HOURS / 24; day++) {
        canonical.put(day, total(ledger, LedgerKit.day(day), null));
      }
      assertThat(canonical).isEqualTo(expected(steps));
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.BOUNDED)
  void atNoMoment_layersAreAddedOrSpendVanishes(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = HOURS - 1) int hour) {
    ChargePeriod watched = LedgerKit.hour(hour);
    try (SqlLedger ledger = prepared()) {
      for (Step step : steps) {
        if (step instanceof Read read && read.reading().bill()) {
          continue;
        }
        step.tell(ledger);
        long told = total(ledger, watched, "events");
        long used = total(ledger, watched, LedgerKit.USAGE.name());
        long canonical = total(ledger, watched, null);
        LedgerReader.SourceState usage = ledger.source(LedgerKit.USAGE.name()).orElseThrow();
        if (!usage.settledUntil().orElse(Instant.EPOCH).isBefore(watched.end())) {
          assertThat(canonical).isEqualTo(used == 0 ? told : used);
        } else {
          assertThat(canonical).isBetween(Math.max(told, used), told + used);
        }
        if (!usage.watermark().orElse(Instant.EPOCH).isBefore(watched.end())
            && told > 0
            && used > 0) {
          assertThat(canonical).as("all calls are seen").isLessThan(told + used);
        }
      }
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.BOUNDED)
  void splittingAWindow_changesNoSum(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = HOURS - 1) int cut) {
    try (SqlLedger ledger = prepared()) {
      steps.forEach(step -> step.tell(ledger));
      ChargePeriod first = new ChargePeriod(LedgerKit.at(0), LedgerKit.at(cut));
      ChargePeriod second = new ChargePeriod(LedgerKit.at(cut), LedgerKit.at(HOURS));

      long whole = total(ledger, LedgerKit.days(0, HOURS / 24), null);
      assertThat(total(ledger, first, null) + total(ledger, second, null)).isEqualTo(whole);
      long net = 0;
      for (CounterTotal counter : ledger.counters()) {
        long nanos = counter.value().movePointRight(9).longValue();
        net += counter.family() == CounterFamily.COST ? nanos : 0;
        net -= counter.family() == CounterFamily.CREDITS ? nanos : 0;
      }
      assertThat(net).isEqualTo(whole);
      SumQuery fromRecords =
          SumQuery.total(LedgerKit.days(0, HOURS / 24), Dimension.FEATURE, Dimension.MODEL);
      assertThat(ledger.sums(fromRecords).stream().mapToLong(row -> row.cost().nanos()).sum())
          .isEqualTo(whole);
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.BOUNDED)
  void makingRecordsOfDays_movesNoSum(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = HOURS / 24) int days) {
    RetentionBounds bounds =
        new RetentionBounds(LedgerKit.at(24L * days), LedgerKit.at(24L * days));
    try (SqlLedger ledger = prepared()) {
      tellAll(ledger, steps);
      Set<Object> before = allSums(ledger);

      while (!ledger.retain(bounds).isEmpty()) {
        assertThat(allSums(ledger)).isEqualTo(before);
      }
      assertThat(allSums(ledger)).isEqualTo(before);

      steps.forEach(step -> step.tell(ledger));
      assertThat(allSums(ledger)).as("told again").isEqualTo(before);
    }
  }

  /** By sums, by records, and by source; of each day. */
  private static Set<Object> allSums(SqlLedger ledger) {
    Set<Object> all = new HashSet<>(ledger.counters());
    for (@Nullable String source : new String[] {null, "events", LedgerKit.USAGE.name()}) {
      for (Dimension[] by :
          new Dimension[][] {
            {Dimension.PROJECT, Dimension.MODEL}, {Dimension.FEATURE, Dimension.MODEL}
          }) {
        ChargePeriod days = LedgerKit.days(0, HOURS / 24);
        SumQuery query = SumQuery.total(days, by).each(Granularity.DAY);
        ledger
            .sums(query.ofSource(source))
            .forEach(row -> all.add(List.of(by[0], "" + source, row)));
      }
    }
    return all;
  }

  private SqlLedger prepared() {
    SqlLedger ledger = openNew();
    ledger.register(LedgerKit.USAGE, Set.of(Dimension.MODEL));
    ledger.register(LedgerKit.COSTS, Set.of(Dimension.PROJECT));
    return ledger;
  }

  /** Then reads to the end, which settles all. */
  private static void tellAll(SqlLedger ledger, List<Step> steps) {
    steps.forEach(step -> step.tell(ledger));
    ChargePeriod rest = LedgerKit.days(0, LAST / 24);
    for (String source : List.of(LedgerKit.USAGE.name(), LedgerKit.COSTS.name())) {
      ledger.append(new Batch(source, rest, List.of(), LedgerKit.at(LAST)));
    }
  }

  /** Nanos of each day: the bill's, else of each hour what usage says, else what was told. */
  private static Map<Integer, Long> expected(List<Step> steps) {
    Map<Integer, Long> days = new TreeMap<>();
    for (int day = 0; day < HOURS / 24; day++) {
      List<Long> bill = nanos(steps, true, LedgerKit.day(day));
      long sum = bill.stream().mapToLong(Long::longValue).sum();
      for (int hour = 24 * day; bill.isEmpty() && hour < 24 * day + 24; hour++) {
        List<Long> used = nanos(steps, false, LedgerKit.hour(hour));
        sum +=
            (used.isEmpty() ? told(steps, hour) : used).stream().mapToLong(Long::longValue).sum();
      }
      days.put(day, sum);
    }
    return days;
  }

  private static List<Long> nanos(List<Step> steps, boolean bill, ChargePeriod period) {
    List<Long> nanos = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Read read
          && read.reading().bill() == bill
          && read.period().equals(period)) {
        read.reading().rows().forEach(row -> nanos.add(row.nanos()));
      }
    }
    return nanos;
  }

  private static List<Long> told(List<Step> steps, int hour) {
    List<Long> nanos = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Call call && call.hour() == hour) {
        nanos.add(call.nanos());
      }
    }
    return nanos;
  }

  private static long total(SqlLedger ledger, ChargePeriod period, @Nullable String source) {
    return ledger.sums(SumQuery.total(period).ofSource(source)).stream()
        .mapToLong(row -> row.cost().nanos())
        .sum();
  }

  private static Map<String, String> sums(SqlLedger ledger, Granularity width, Dimension by) {
    return NaiveLedger.costs(
        ledger.sums(SumQuery.total(LedgerKit.days(0, HOURS / 24), by).each(width)));
  }

  /** Calls and buckets, each bucket once. Few hours, so that they meet. */
  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> hours = Arbitraries.of(0, 1, 2, 24, 25, 71);
    Arbitrary<Long> nanos = Arbitraries.longs().between(1, 9_000_000_000L);
    Arbitrary<NaiveLedger.Row> rows =
        Combinators.combine(
                Arbitraries.of("", "p", "q"),
                Arbitraries.of("a", "b"),
                nanos,
                Arbitraries.integers().between(1, 9))
            .as(NaiveLedger.Row::new);
    Arbitrary<Step> calls =
        Combinators.combine(
                Arbitraries.integers().between(0, 1_000_000),
                hours,
                Arbitraries.integers().between(0, 3_599),
                Arbitraries.of("a", "b", "c"),
                Arbitraries.of("f", "g"),
                nanos)
            .as(Call::new);
    Arbitrary<Step> reads =
        Combinators.combine(
                Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)),
                hours,
                Arbitraries.just("x"),
                Arbitraries.just(true),
                rows.list().ofMinSize(1).ofMaxSize(3),
                Arbitraries.integers().between(0, 140))
            .as(
                (bill, hour, part, complete, all, atHour) ->
                    new Read(new NaiveLedger.Reading(bill, hour, part, complete, all, atHour)));
    return Arbitraries.frequencyOf(Tuple.of(3, calls), Tuple.of(2, reads))
        .list()
        .ofMaxSize(16)
        .map(LayerProperties::each);
  }

  private static List<Step> each(List<Step> all) {
    Set<Object> seen = new HashSet<>();
    return all.stream()
        .filter(
            step ->
                seen.add(
                    step instanceof Read read
                        ? List.of(read.reading().bill(), read.period())
                        : ((Call) step).number()))
        .toList();
  }
}
