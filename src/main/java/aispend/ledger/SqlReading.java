// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.BalanceLevel;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.SeriesReading;
import aispend.model.Tenant;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is asked of a ledger in an SQL database. Reads see whole batches; any thread may ask. */
abstract class SqlReading implements LedgerReader {
  private static final List<String> TABLES =
      List.of(
          "record",
          "record_history",
          "event",
          "otlp_series",
          "stream_total",
          "latency_hour",
          "residual",
          "overlap",
          "cube_hour",
          "cube_day",
          "value_hour",
          "value_day",
          "counter",
          "dimension_set",
          "display_name",
          "posting",
          "posting_series",
          "posting_choice",
          "label_member",
          "label_folded",
          "budget_crossing",
          "month_close",
          "closed_row",
          "closed_sum",
          "balance_level",
          "meter_day",
          "meter_send",
          "price_book",
          "learned_price",
          "price_reading",
          "refused_price",
          "repricing",
          "repricing_change",
          "source");

  final Storage storage;
  final MatchedModels models = new MatchedModels();
  final CounterReader totals;

  SqlReading(Storage storage) {
    this.storage = storage;
    this.totals = new CounterReader(storage.database());
  }

  @Override
  public List<BalanceLevel> balances() {
    return storage.read("read balances", BalanceLevels::latest);
  }

  @Override
  public List<BalanceLevel> balances(String provider, Instant from) {
    return storage.read(
        "read balances of " + provider, handle -> BalanceLevels.from(handle, provider, from));
  }

  /** Closed months as a tenant may see them. */
  Books books(Tenant tenant) {
    return new SqlBooks(storage, tenant);
  }

  @Override
  public Books books() {
    return books(Tenant.ALL);
  }

  /** The providers of which anything that meets some conditions was ever kept. */
  Set<String> providers(Map<Dimension, String> where) {
    return storage.readWithin(
        where, "read the providers of a tenant", handle -> WantedSets.providers(handle, where));
  }

  @Override
  public long revision() {
    return storage.revision();
  }

  @Override
  public List<SourceState> sources() {
    return storage.read(
        "read the sources",
        handle -> Sources.all(handle).stream().map(Sources.Stored::state).toList());
  }

  @Override
  public Optional<SourceState> source(String name) {
    return sources().stream().filter(state -> state.source().name().equals(name)).findFirst();
  }

  @Override
  public String matchedModel(String provider, String model) {
    return model.isEmpty() ? model : models.name(provider, model);
  }

  @Override
  public List<SumRow> sums(SumQuery query) {
    return storage.readWithin(query.within(), "read sums", handle -> SumReader.read(handle, query));
  }

  @Override
  public List<CostRow> costs(CostQuery query) {
    return storage.readWithin(query.within(), "read costs", handle -> CostRows.read(handle, query));
  }

  @Override
  public void eachSpent(List<ChargePeriod> periods, Consumer<Spent> sink) {
    storage.read(
        "read what was spent",
        handle -> {
          SpentRows.read(handle, periods, sink);
          return true;
        });
  }

  @Override
  public List<RecentSpend> recentSpend(RecentSpend.Query query) {
    return storage.readWithin(
        query.within(), "read the spend of events", handle -> new EventSpend(handle, query).read());
  }

  @Override
  public List<KeptEvent> events(EventQuery query) {
    return storage.readWithin(
        query.within(), "read events", handle -> EventPages.read(handle, query));
  }

  @Override
  public List<Latencies> latencies(LatencyQuery query) {
    return storage.readWithin(
        query.within(), "read latencies", handle -> LatencyRollup.read(handle, query));
  }

  @Override
  public List<FallbackCall> fallbacks(SumQuery query) {
    return storage.readWithin(
        query.within(), "read fallbacks", handle -> FallbackCalls.read(handle, query));
  }

  @Override
  public Map<SeriesReading.Key, SeriesReading> seriesReadings(Set<SeriesReading.Key> keys) {
    return storage.read("read running totals", handle -> SeriesRows.read(handle, keys));
  }

  @Override
  public Instant eventsFrom() {
    return storage.read("read from when on events are kept", Retention::eventsFrom);
  }

  @Override
  public List<CounterTotal> counters() {
    return storage.read("read the totals", totals::read);
  }

  @Override
  public Map<Dimension, Set<String>> namedValues(Set<Dimension> dimensions) {
    return storage.read(
        "read the members of labels", handle -> LabelMembers.all(handle, dimensions));
  }

  @Override
  public Map<String, Long> foldedValues() {
    return storage.read("count what is shown as other", LabelMembers::overflow);
  }

  @Override
  public List<Restatement> restatements(Instant since, int limit) {
    return storage.read("read restatements", handle -> RestatementRows.read(handle, since, limit));
  }

  @Override
  public List<ForeignAmount> foreignAmounts(ChargePeriod period, boolean onlyUnconverted) {
    return storage.read(
        "read amounts in other currencies",
        handle -> ForeignAmounts.read(handle, period, onlyUnconverted));
  }

  @Override
  public List<ForeignCost> foreignCosts(SumQuery query) {
    return storage.readWithin(
        query.within(),
        "read costs in other currencies",
        handle -> ForeignAmounts.costs(handle, query));
  }

  @Override
  public LedgerSize size() {
    Map<String, Long> rows =
        storage.read(
            "count the ledger's rows",
            handle -> {
              Map<String, Long> counts = new LinkedHashMap<>();
              for (String table : TABLES) {
                counts.put(
                    table,
                    handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
              }
              return counts;
            });
    return new LedgerSize(rows, storage.bytes());
  }
}
