// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.Books;
import aispend.ledger.CostQuery;
import aispend.ledger.CostRow;
import aispend.ledger.CounterFamily;
import aispend.ledger.CounterTotal;
import aispend.ledger.EventQuery;
import aispend.ledger.FallbackCall;
import aispend.ledger.ForeignAmount;
import aispend.ledger.ForeignCost;
import aispend.ledger.KeptEvent;
import aispend.ledger.LatencyQuery;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.RecentSpend;
import aispend.ledger.Repricing;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.SeriesReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Totals that a test sets. */
final class FixedLedger implements LedgerReader {
  private final List<CounterTotal> totals = new ArrayList<>();
  private long revision;
  int reads;
  int summed;

  /** Goes on while sums are read. */
  Runnable summing = () -> {};

  @Nullable LedgerException failure;

  FixedLedger cost(String value, String firstSeen, String... labels) {
    return total(CounterFamily.COST, value, firstSeen, labels);
  }

  /** Adds a total, or changes it. */
  FixedLedger total(CounterFamily family, String value, String firstSeen, String... labels) {
    List<String> set = List.of(labels);
    totals.removeIf(total -> total.family() == family && total.labels().equals(set));
    totals.add(
        new CounterTotal(
            family, set, new BigDecimal(value), BigDecimal.ZERO, Instant.parse(firstSeen)));
    revision++;
    return this;
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public String matchedModel(String provider, String model) {
    return model;
  }

  @Override
  public List<CostRow> costs(CostQuery query) {
    return List.of();
  }

  @Override
  public List<RecentSpend> recentSpend(RecentSpend.Query query) {
    return List.of();
  }

  @Override
  public List<KeptEvent> events(EventQuery query) {
    return List.of();
  }

  @Override
  public List<Latencies> latencies(LatencyQuery query) {
    return List.of();
  }

  @Override
  public List<FallbackCall> fallbacks(SumQuery query) {
    return List.of();
  }

  @Override
  public Map<SeriesReading.Key, SeriesReading> seriesReadings(Set<SeriesReading.Key> keys) {
    return Map.of();
  }

  @Override
  public List<CounterTotal> counters() {
    reads++;
    if (failure != null) {
      throw failure;
    }
    return List.copyOf(totals);
  }

  @Override
  public Instant eventsFrom() {
    return Instant.EPOCH;
  }

  @Override
  public Map<Dimension, Set<String>> namedValues(Set<Dimension> dimensions) {
    return Map.of();
  }

  @Override
  public Map<String, Long> foldedValues() {
    return Map.of();
  }

  @Override
  public List<SourceState> sources() {
    return List.of();
  }

  @Override
  public Optional<SourceState> source(String name) {
    return Optional.empty();
  }

  @Override
  public Books books() {
    return Books.NONE;
  }

  @Override
  public List<SumRow> sums(SumQuery query) {
    summed++;
    summing.run();
    return List.of();
  }

  @Override
  public List<Restatement> restatements(Instant since, int limit) {
    return List.of();
  }

  @Override
  public List<ForeignAmount> foreignAmounts(ChargePeriod period, boolean onlyUnconverted) {
    return List.of(
        new ForeignAmount(
            "openai:costs", "openai", LocalDate.EPOCH, "EUR", new BigDecimal("12.5"), null, 1));
  }

  @Override
  public List<ForeignCost> foreignCosts(SumQuery query) {
    return List.of();
  }

  @Override
  public List<Repricing> repricings(int limit) {
    return List.of();
  }

  @Override
  public LedgerSize size() {
    return new LedgerSize(Map.of("record", 3L), 4_096);
  }
}
