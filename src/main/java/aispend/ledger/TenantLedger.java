// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Glob;
import aispend.model.SeriesReading;
import aispend.model.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger as one tenant may see it: every question is narrowed by the tenant's conditions, and
 * what cannot be narrowed is not answered. All that is shown to a tenant is read through this, so
 * that no reader can forget it. Any thread may ask.
 */
public final class TenantLedger implements LedgerReader {
  /** What stands for many values, others' among them. */
  private static final String FOLDED = "other";

  private final SqlLedger ledger;
  private final Tenant tenant;
  private final Map<Dimension, String> own;
  private final CounterLabels labels;

  /**
   * A view.
   *
   * @param tenant not everybody
   */
  public TenantLedger(SqlLedger ledger, Tenant tenant) {
    if (tenant.isAll()) {
      throw new IllegalArgumentException("everybody sees the ledger itself");
    }
    this.ledger = ledger;
    this.tenant = tenant;
    this.own = tenant.where();
    this.labels = new CounterLabels(ledger.labels());
  }

  @Override
  public long revision() {
    return ledger.revision();
  }

  /** Those of the providers that the tenant has spend with. */
  @Override
  public List<SourceState> sources() {
    Set<String> providers = ledger.providers(own);
    return ledger.sources().stream()
        .filter(state -> providers.contains(state.source().provider()))
        .toList();
  }

  @Override
  public Optional<SourceState> source(String name) {
    return sources().stream().filter(state -> state.source().name().equals(name)).findFirst();
  }

  @Override
  public String matchedModel(String provider, String model) {
    return ledger.matchedModel(provider, model);
  }

  @Override
  public List<SumRow> sums(SumQuery query) {
    return ledger.sums(query.within(own));
  }

  @Override
  public List<CostRow> costs(CostQuery query) {
    return ledger.costs(query.within(own));
  }

  @Override
  public List<RecentSpend> recentSpend(RecentSpend.Query query) {
    return ledger.recentSpend(query.within(own));
  }

  @Override
  public List<KeptEvent> events(EventQuery query) {
    return ledger.events(query.within(own));
  }

  /** None when the tenant's conditions are on dimensions by which times are not kept. */
  @Override
  public List<Latencies> latencies(LatencyQuery query) {
    return LatencyQuery.KNOWN.containsAll(own.keySet())
        ? ledger.latencies(query.within(own))
        : List.of();
  }

  @Override
  public List<FallbackCall> fallbacks(SumQuery query) {
    return ledger.fallbacks(query.within(own));
  }

  /** Readings are for those who write. */
  @Override
  public Map<SeriesReading.Key, SeriesReading> seriesReadings(Set<SeriesReading.Key> keys) {
    throw new UnsupportedOperationException("a tenant's view knows no running totals");
  }

  @Override
  public Instant eventsFrom() {
    return ledger.eventsFrom();
  }

  /** Those whose labels tell that they are the tenant's: every condition is on one of them. */
  @Override
  public List<CounterTotal> counters() {
    return ledger.counters().stream().filter(this::isOwn).toList();
  }

  private boolean isOwn(CounterTotal total) {
    List<Optional<Dimension>> dimensions = labels.of(total.family());
    return own.entrySet().stream()
        .allMatch(
            condition -> {
              int place = dimensions.indexOf(Optional.of(condition.getKey()));
              String value = place < 0 ? FOLDED : total.labels().get(place);
              return !value.equals(FOLDED) && new Glob(condition.getValue()).matches(value);
            });
  }

  @Override
  public Map<Dimension, Set<String>> namedValues(Set<Dimension> dimensions) {
    return ledger.namedValues(dimensions);
  }

  /** They are counted over all tenants. */
  @Override
  public Map<String, Long> foldedValues() {
    return Map.of();
  }

  @Override
  public Books books() {
    return ledger.books(tenant);
  }

  /** They are not kept by dimension. */
  @Override
  public List<Restatement> restatements(Instant since, int limit) {
    return List.of();
  }

  /** Bills are of all tenants. */
  @Override
  public List<ForeignAmount> foreignAmounts(ChargePeriod period, boolean onlyUnconverted) {
    return List.of();
  }

  @Override
  public List<ForeignCost> foreignCosts(SumQuery query) {
    return ledger.foreignCosts(query.within(own));
  }

  /** They are of all tenants. */
  @Override
  public List<Repricing> repricings(int limit) {
    return List.of();
  }

  /** It is of all tenants. */
  @Override
  public LedgerSize size() {
    throw new UnsupportedOperationException("a tenant's view has no size of its own");
  }
}
