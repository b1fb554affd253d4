// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Dated exchange rates into US dollars, from the configuration. Immutable. */
public final class CurrencyRates {
  /** The ledger's base currency, which needs no rate. */
  public static final String BASE = "USD";

  public static final CurrencyRates NONE = new CurrencyRates(List.of());

  /**
   * What one unit of a currency is worth from a day on, until the currency's next rate.
   *
   * @param currency ISO 4217 code in capitals, not {@value CurrencyRates#BASE}
   * @param usd dollars for one unit; positive, below a million
   * @param from first UTC day
   */
  public record Rate(String currency, BigDecimal usd, LocalDate from) {
    private static final BigDecimal MAX_USD = new BigDecimal("1000000");

    public Rate {
      requireNonNull(from, "from");
      if (!currency.matches("[A-Z]{3}") || currency.equals(BASE)) {
        throw new IllegalArgumentException(
            "currency is '" + currency + "'; must be three capitals as in ISO 4217, not " + BASE);
      }
      if (usd.signum() <= 0 || usd.compareTo(MAX_USD) >= 0) {
        throw new IllegalArgumentException(
            "usd of " + currency + " is " + usd + "; must be above 0 and below " + MAX_USD);
      }
    }
  }

  private final Map<String, NavigableMap<LocalDate, BigDecimal>> rates;

  /**
   * The rates in any order.
   *
   * @throws IllegalArgumentException when a currency has two rates from the same day
   */
  public CurrencyRates(List<Rate> rates) {
    Map<String, NavigableMap<LocalDate, BigDecimal>> dated = new HashMap<>();
    for (Rate rate : rates) {
      NavigableMap<LocalDate, BigDecimal> own =
          dated.computeIfAbsent(rate.currency(), currency -> new TreeMap<>());
      if (own.put(rate.from(), rate.usd()) != null) {
        throw new IllegalArgumentException(
            rate.currency() + " has two rates from " + rate.from() + "; keep one");
      }
    }
    this.rates = Collections.unmodifiableMap(dated);
  }

  /** Dollars for one unit on a day; empty when no rate holds yet or at all. */
  Optional<BigDecimal> usd(String currency, LocalDate day) {
    if (currency.equals(BASE)) {
      return Optional.of(BigDecimal.ONE);
    }
    NavigableMap<LocalDate, BigDecimal> dated = rates.get(currency);
    return dated == null
        ? Optional.empty()
        : Optional.ofNullable(dated.floorEntry(day)).map(Map.Entry::getValue);
  }
}
