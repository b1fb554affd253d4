// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.BalanceLevel;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.SeriesReading;
import aispend.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The reading side of the ledger. Readers see whole batches and never wait for a writer. Any thread
 * may call; all throw {@link LedgerException}.
 */
public interface LedgerReader {
  /** Grows with every commit; equal values mean that nothing changed in between. */
  long revision();

  /** Each registered source and how far it has been read, by name. */
  List<SourceState> sources();

  Optional<SourceState> source(String name);

  /**
   * The name under which a provider's model is matched between layers; its own when none is told.
   */
  String matchedModel(String provider, String model);

  /**
   * Sums of spend.
   *
   * @return one row per combination of the grouping that has any, in no particular order, and none
   *     where all is zero; the bucket is set when the query has a granularity
   */
  List<SumRow> sums(SumQuery query);

  /**
   * What the values of a dimension cost.
   *
   * @return in no particular order; none of what has no value, and none that come to nothing
   */
  List<CostRow> costs(CostQuery query);

  /**
   * Canonical spend of each period by provider, model and project, handed on one by one, in no
   * particular order: there may be more of it than should be held at once. What is all zero is left
   * out, and what stands in more than one piece comes in as many.
   *
   * @param sink runs while the ledger is read
   */
  default void eachSpent(List<ChargePeriod> periods, Consumer<Spent> sink) {
    for (int i = 0; i < periods.size(); i++) {
      int period = i;
      SumQuery query =
          SumQuery.total(periods.get(i), Dimension.PROVIDER, Dimension.MODEL, Dimension.PROJECT);
      sums(query).forEach(row -> sink.accept(Spent.of(period, row)));
    }
  }

  /**
   * What single events cost lately, by the values of some dimensions, shown by name where one is
   * known; those without a value are left out. Events whose time is ahead of the clock count too.
   *
   * @return of each dimension the largest first; equal ones by their value
   */
  List<RecentSpend> recentSpend(RecentSpend.Query query);

  /** Single events, newest first. */
  List<KeptEvent> events(EventQuery query);

  /** How long calls took, one row for each provider and model, in no particular order. */
  List<Latencies> latencies(LatencyQuery query);

  /**
   * Single calls that another model answered than the one asked first, in no particular order; as
   * many rows as there are such calls.
   *
   * @param query whose period and conditions count
   */
  List<FallbackCall> fallbacks(SumQuery query);

  /** The last readings of those running totals that have one. */
  Map<SeriesReading.Key, SeriesReading> seriesReadings(Set<SeriesReading.Key> keys);

  /**
   * The first instant of which every event is still known; older ones are not taken, as they could
   * not be told from those that were counted. The epoch before any was dropped.
   */
  Instant eventsFrom();

  /**
   * What was last left in each part of each prepaid account. An account is nobody's alone, so a
   * view for one tenant has none.
   */
  default List<BalanceLevel> balances() {
    return List.of();
  }

  /** A provider's balances by part, oldest first, from the last before an instant on. */
  default List<BalanceLevel> balances(String provider, Instant from) {
    return List.of();
  }

  /** The monotonic totals to expose, in a stable order. */
  List<CounterTotal> counters();

  /**
   * The values of those dimensions that are bounded which are shown by name; others are "other".
   */
  Map<Dimension, Set<String>> namedValues(Set<Dimension> dimensions);

  /** How many values of each label were counted under "other" so far; never goes down. */
  Map<String, Long> foldedValues();

  /** Closed months as whoever reads may see them. */
  Books books();

  /** Instants and amounts of what changed after it was first kept, newest first. */
  List<Restatement> restatements(Instant since, int limit);

  /**
   * Amounts that were told in other currencies than the ledger's, by day; those that are converted
   * and those that are not, apart.
   *
   * @param onlyUnconverted only those that count nothing, as no rate is known
   */
  List<ForeignAmount> foreignAmounts(ChargePeriod period, boolean onlyUnconverted);

  /**
   * What vendors told in other currencies, by all dimensions.
   *
   * @param query which period and dimensions; nothing else of it counts
   */
  List<ForeignCost> foreignCosts(SumQuery query);

  /** The newest runs that priced kept use again, the newest first. */
  List<Repricing> repricings(int limit);

  /** Rows and bytes by table, for the daemon's own metrics. */
  LedgerSize size();

  /**
   * How far a source has been read.
   *
   * @param watermark everything before it was read; empty before the first batch
   * @param settledUntil nothing before it is expected to change; empty before the first batch
   * @param newest end of the newest period with a record
   * @param asked whether it is read or sent to; else nothing more is expected of it
   */
  record SourceState(
      Source source,
      Optional<Instant> watermark,
      Optional<Instant> settledUntil,
      Optional<Instant> newest,
      boolean asked) {
    /** One that is read. */
    public SourceState(
        Source source,
        Optional<Instant> watermark,
        Optional<Instant> settledUntil,
        Optional<Instant> newest) {
      this(source, watermark, settledUntil, newest, true);
    }
  }

  /**
   * How long the calls of a model took.
   *
   * @param latency until the whole answer
   * @param firstToken until its first token
   */
  record Latencies(
      String provider, String model, LatencyCounts latency, LatencyCounts firstToken) {}

  /**
   * A record whose content changed.
   *
   * @param start start of its charge period
   * @param before its cost before; empty when unknown
   * @param after its cost after
   */
  record Restatement(
      String source,
      Instant start,
      int revision,
      Instant seenAt,
      Optional<Money> before,
      Optional<Money> after) {}

  /**
   * How large the ledger is.
   *
   * @param rows by table
   * @param bytes of all files together
   */
  record LedgerSize(Map<String, Long> rows, long bytes) {}
}
