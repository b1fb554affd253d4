// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.api.ListPrices;
import aispend.api.PriceBodies.PriceRow;
import aispend.api.PriceBodies.RefusedPriceRow;
import aispend.config.CurrencyConfig;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tokens;
import aispend.pricing.ListedPrice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The prices and exchange rates of the configuration in force, for answers. */
final class PricesInForce implements ListPrices {
  private final Supplier<Workload> workload;
  private final @Nullable SqlLedger ledger;

  private PricesInForce(Supplier<Workload> workload, @Nullable SqlLedger ledger) {
    this.workload = workload;
    this.ledger = ledger;
  }

  static PricesInForce of(Supplier<Workload> workload, SqlLedger ledger) {
    return new PricesInForce(workload, ledger);
  }

  /** Tells what tokens would cost, and lists nothing: files and contracts are the company's. */
  static PricesInForce ofTenant(Supplier<Workload> workload) {
    return new PricesInForce(workload, null);
  }

  @Override
  public List<String> vendorsOf(String model) {
    return workload.get().prices().vendorsOf(model);
  }

  @Override
  public Optional<Money> cost(String vendor, String model, Instant at, Tokens tokens) {
    Dimensions dimensions = Dimensions.of(Dimension.MODEL, model);
    return Optional.ofNullable(
        workload.get().prices().cost(vendor, at, dimensions, tokens, Map.of()).amount());
  }

  @Override
  public String version() {
    Workload now = workload.get();
    return ledger == null ? "" : PriceBooks.version(now.prices(), now.config().currency());
  }

  @Override
  public List<PriceRow> list() {
    return ledger == null
        ? List.of()
        : workload.get().prices().list().stream().map(PricesInForce::row).toList();
  }

  @Override
  public List<RefusedPriceRow> refused() {
    return ledger == null
        ? List.of()
        : ledger.learnedPrices().refused().stream()
            .map(
                refused ->
                    new RefusedPriceRow(
                        refused.vendor(),
                        refused.model(),
                        refused.reason().code(),
                        refused.detail()))
            .toList();
  }

  @Override
  public Optional<Rate> rate(String currency, LocalDate day) {
    return workload.get().config().currency().rates().stream()
        .filter(rate -> rate.currency().equals(currency) && !rate.from().isAfter(day))
        .max(Comparator.comparing(CurrencyConfig.Rate::from))
        .map(rate -> new Rate(rate.usd(), rate.from()));
  }

  private static PriceRow row(ListedPrice price) {
    return new PriceRow(
        price.vendor(),
        price.model(),
        known(price.from()),
        price.origin().kind().name().toLowerCase(Locale.ROOT),
        price.origin().source(),
        known(price.origin().read()),
        price.numbers());
  }

  private static @Nullable LocalDate known(LocalDate day) {
    return day.equals(LocalDate.EPOCH) ? null : day;
  }
}
