// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import aispend.api.ApiInputs;
import aispend.api.ListPrices;
import aispend.api.PriceBodies;
import aispend.api.ProviderHealth;
import aispend.api.ReplicaView;
import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.ledger.LedgerReader;
import aispend.ledger.PollNote;
import aispend.ledger.Replica;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tokens;
import aispend.pricing.PriceBook;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What answers are made of, as far as a test does not say otherwise. */
public final class Asked {
  private Asked() {}

  /** A ledger and nothing else; the bundled prices. */
  public static ApiInputs of(LedgerReader ledger) {
    return of(ledger, List::of, List::of);
  }

  public static ApiInputs of(
      LedgerReader ledger,
      Supplier<List<BudgetState>> budgets,
      Supplier<List<ProviderHealth>> providers) {
    return of(
        ledger,
        budgets,
        states -> List.of(),
        providers,
        new Insights(InsightSettings.NONE, ledger));
  }

  public static ApiInputs of(
      LedgerReader ledger,
      Supplier<List<BudgetState>> budgets,
      Function<List<BudgetState>, List<BudgetReport>> reports,
      Supplier<List<ProviderHealth>> providers,
      Insights insights) {
    return new ApiInputs(
        ledger, budgets, reports, providers, () -> insights, new Bundled(), Asked::replicas);
  }

  private static ReplicaView replicas() {
    Instant then = Instant.parse("2026-11-01T00:00:00Z");
    Replica one =
        new Replica(
            "id", "one:9477", "1.0", "c0ffee", Duration.ofMillis(4), true, true, then, then);
    PollNote note = new PollNote("v", "v:costs", then, null, null, "", "one:9477");
    return new ReplicaView(List.of(one), List.of(note));
  }

  private static final class Bundled implements ListPrices {
    private final PriceBook book = PriceBook.bundled();

    @Override
    public List<String> vendorsOf(String model) {
      return book.vendorsOf(model);
    }

    @Override
    public Optional<Money> cost(String vendor, String model, Instant at, Tokens tokens) {
      Dimensions dimensions = Dimensions.of(Dimension.MODEL, model);
      return Optional.ofNullable(book.cost(vendor, at, dimensions, tokens, Map.of()).amount());
    }

    @Override
    public String version() {
      return book.version();
    }

    @Override
    public List<PriceBodies.PriceRow> list() {
      return List.of(
          new PriceBodies.PriceRow(
              "openai", "gpt-5", null, "bundled", "a list", null, Map.of("input", BigDecimal.ONE)));
    }

    @Override
    public List<PriceBodies.RefusedPriceRow> refused() {
      return List.of(new PriceBodies.RefusedPriceRow("openai", "gpt-6", "zero", "input 1 -> 0"));
    }

    @Override
    public Optional<Rate> rate(String currency, LocalDate day) {
      return Optional.empty();
    }
  }
}
