// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.PriceBodies.Currencies;
import aispend.api.PriceBodies.CurrencyRow;
import aispend.api.PriceBodies.PriceRow;
import aispend.api.PriceBodies.Prices;
import aispend.api.PriceBodies.RepricedRow;
import aispend.api.PriceBodies.RepricingRow;
import aispend.api.PriceBodies.Repricings;
import aispend.api.PriceBodies.UnconvertedRow;
import aispend.ledger.ForeignAmount;
import aispend.ledger.LedgerReader;
import aispend.ledger.PriceChange;
import aispend.ledger.Repricing;
import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Prices in force, what pricing again changed, and amounts in other currencies. */
final class PriceAnswers {
  private static final IntegerParameter LIMIT =
      new IntegerParameter("limit", 1, 10_000, 500, "Most prices.");
  private static final IntegerParameter RUNS =
      new IntegerParameter("limit", 1, 100, 20, "Most runs, the newest first.");
  private static final TextParameter VENDOR =
      new TextParameter("vendor", "Of one vendor.", Map.of("type", "string", "maxLength", 200));
  private static final TextParameter NAME =
      new TextParameter("name", "Of one model.", Map.of("type", "string", "maxLength", 200));

  private final LedgerReader ledger;
  private final ListPrices prices;
  private final Spending spending;
  private final Clock clock;

  PriceAnswers(LedgerReader ledger, ListPrices prices, Clock clock) {
    this.ledger = ledger;
    this.prices = prices;
    this.spending = new Spending(ledger);
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "/api/prices",
            "The prices in force, where each is from and its date, and what was not believed.",
            new Parameters(List.of(LIMIT), List.of(VENDOR, NAME), Set.of(), false),
            Prices.class,
            this::prices),
        new Endpoint(
            "/api/repricings",
            "What pricing kept use again changed, by run.",
            new Parameters(List.of(RUNS), List.of(), Set.of(), false),
            Repricings.class,
            this::repricings),
        new Endpoint(
            "/api/currencies",
            "Amounts that vendors told in other currencies, and what they count as.",
            new Parameters(List.of(IntegerParameter.DAYS), List.of(), Set.of(), false),
            Currencies.class,
            this::currencies));
  }

  private Answer<Prices> prices(Question asked) throws ApiException {
    String vendor = asked.text(VENDOR);
    String name = asked.text(NAME);
    List<PriceRow> matching =
        prices.list().stream()
            .filter(row -> vendor == null || row.vendor().equals(vendor))
            .filter(row -> name == null || row.model().equals(name))
            .toList();
    return spending.thisMonth(
        clock.instant(),
        new Prices(
            prices.version(),
            matching.size(),
            matching.stream().limit(asked.number(LIMIT)).toList(),
            prices.refused()));
  }

  private Answer<Repricings> repricings(Question asked) throws ApiException {
    return spending.thisMonth(
        clock.instant(),
        new Repricings(
            ledger.repricings(asked.number(RUNS)).stream().map(PriceAnswers::row).toList()));
  }

  private static RepricingRow row(Repricing run) {
    return new RepricingRow(
        run.begunAt(),
        run.finishedAt().orElse(null),
        run.by(),
        LocalDate.ofInstant(run.from(), ZoneOffset.UTC),
        run.pricesBefore(),
        run.pricesAfter(),
        run.canonical(),
        run.changes().stream().map(PriceAnswers::row).toList());
  }

  private static RepricedRow row(PriceChange change) {
    PriceChange.Place place = change.place();
    return new RepricedRow(
        place.day(),
        place.source(),
        place.provider(),
        place.model(),
        change.rows(),
        change.before(),
        change.after(),
        change.difference(),
        change.unpricedBefore(),
        change.unpricedAfter());
  }

  private Answer<Currencies> currencies(Question asked) throws ApiException {
    ChargePeriod period = Periods.days(clock.instant(), asked.number(IntegerParameter.DAYS));
    return spending.thisMonth(
        clock.instant(),
        new Currencies(
            "USD",
            ledger.foreignAmounts(period, false).stream().map(this::row).toList(),
            unconverted(ledger, clock.instant())));
  }

  private CurrencyRow row(ForeignAmount amount) {
    Optional<ListPrices.Rate> rate = prices.rate(amount.currency(), amount.day());
    return new CurrencyRow(
        amount.day(),
        amount.provider(),
        amount.source(),
        amount.currency(),
        amount.original().toPlainString(),
        amount.converted(),
        rate.map(ListPrices.Rate::usd).orElse(null),
        rate.map(ListPrices.Rate::from).orElse(null),
        amount.records());
  }

  /** All that counts nothing, as no rate was known when it came, by provider and currency. */
  static List<UnconvertedRow> unconverted(LedgerReader ledger, Instant now) {
    TreeMap<String, UnconvertedRow> rows = new TreeMap<>();
    for (ForeignAmount amount :
        ledger.foreignAmounts(
            new ChargePeriod(Instant.EPOCH, now.truncatedTo(ChronoUnit.SECONDS)), true)) {
      rows.merge(
          amount.provider() + " " + amount.currency(),
          new UnconvertedRow(
              amount.provider(), amount.currency(), amount.original().toPlainString()),
          (one, other) ->
              new UnconvertedRow(
                  one.provider(),
                  one.currency(),
                  new BigDecimal(one.amount())
                      .add(new BigDecimal(other.amount()))
                      .toPlainString()));
    }
    return List.copyOf(rows.values());
  }
}
