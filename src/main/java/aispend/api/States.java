// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.Budget;
import aispend.api.Bodies.Budgets;
import aispend.api.Bodies.ProviderRow;
import aispend.api.Bodies.SourceRow;
import aispend.api.Bodies.Sources;
import aispend.api.InsightBodies.Alerts;
import aispend.insight.BudgetState;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.model.Source;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** How budgets, sources and providers stand now. Any thread may ask. */
public final class States {
  private final LedgerReader ledger;
  private final Spending spending;
  private final BudgetList budgets;
  private final AlertList alerts;
  private final Supplier<List<ProviderHealth>> providers;
  private final Clock clock;

  States(LedgerReader ledger, ApiInputs inputs, Clock clock) {
    this.ledger = ledger;
    this.spending = new Spending(ledger);
    this.budgets = new BudgetList(inputs.budgets());
    this.alerts = new AlertList(budgets, inputs.reports());
    this.providers = inputs.providers();
    this.clock = clock;
  }

  /**
   * The fullest budgets in their running periods.
   *
   * @param most how many at most
   */
  public Answer<Budgets> budgets(int most) {
    List<BudgetState> all = budgets.states();
    List<Budget> shown = all.stream().limit(most).map(BudgetList::shown).toList();
    return spending.thisMonth(clock.instant(), new Budgets(all.size(), shown));
  }

  /** A page of the budgets in their running periods, in detail. */
  Answer<Alerts> alerts(int offset, int limit) {
    return spending.thisMonth(clock.instant(), alerts.page(offset, limit));
  }

  /** All registered sources, and all configured providers. */
  public Answer<Sources> sources() {
    return spending.thisMonth(
        clock.instant(),
        new Sources(
            ledger.sources().stream().map(States::row).toList(),
            providers.get().stream().map(States::row).toList()));
  }

  /** What was told in other currencies and counts nothing, as no rate is known. */
  public List<PriceBodies.UnconvertedRow> unconverted() {
    return PriceAnswers.unconverted(ledger, clock.instant());
  }

  /** All configured providers; asks no ledger. */
  public List<ProviderHealth> providers() {
    return providers.get();
  }

  private static SourceRow row(SourceState state) {
    Source source = state.source();
    return new SourceRow(
        source.label(),
        source.provider(),
        source.layer().code(),
        source.timeliness().code(),
        source.bucket().toSeconds(),
        state.watermark().orElse(null),
        state.settledUntil().orElse(null),
        state.newest().orElse(null));
  }

  private static ProviderRow row(ProviderHealth health) {
    return new ProviderRow(
        health.name(),
        health.enabled(),
        health.disabledReason(),
        health.lastSuccess(),
        health.lastError(),
        health.nextPoll(),
        health.sources());
  }
}
