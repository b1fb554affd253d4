// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Section {@code [currency]}.
 *
 * @param base what the ledger sums in; USD
 * @param rates what other currencies are worth
 */
public record CurrencyConfig(String base, List<Rate> rates) {
  private static final Kind<String> CODE =
      new Kind<>("ISO 4217 code", "\"EUR\"", CurrencyConfig::code);
  private static final Kind<String> BASE =
      new Kind<>("ISO 4217 code; only USD", "\"USD\"", CurrencyConfig::base);
  private static final Kind<BigDecimal> DOLLARS =
      new Kind<>("decimal above 0", "\"1.08\"", CurrencyConfig::rate);

  public CurrencyConfig {
    rates = List.copyOf(rates);
  }

  /**
   * What one unit of a currency is worth, from a day on until the currency's next rate.
   *
   * @param currency ISO 4217 code
   * @param usd dollars for one unit; more than 0
   * @param from the first UTC day it holds for
   */
  public record Rate(String currency, BigDecimal usd, LocalDate from) {}

  static CurrencyConfig read(Section section) {
    String base = section.get("base", BASE, "USD");
    List<Rate> rates = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Section entry : section.tables("rate")) {
      Rate rate =
          new Rate(
              entry.required("currency", CODE, "XXX"),
              entry.required("usd", DOLLARS, BigDecimal.ONE),
              entry.required("from", Kinds.DATE, LocalDate.EPOCH));
      if (rate.currency().equals(base) && entry.fine("currency")) {
        entry.problem("currency", "the base currency needs no rate", "remove this rate");
      }
      if (entry.fine("currency", "from")
          && !seen.add(List.<Object>of(rate.currency(), rate.from()))) {
        entry.problem("from", "a second rate for the same day", "keep only one of them");
      }
      entry.finish();
      rates.add(rate);
    }
    section.finish();
    return new CurrencyConfig(base, rates);
  }

  private static String code(Object raw) throws BadValue {
    String code = Kinds.text(raw);
    boolean known =
        Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(code));
    if (!known) {
      throw new BadValue("no currency of ISO 4217", "write three capitals: \"EUR\"");
    }
    return code;
  }

  private static String base(Object raw) throws BadValue {
    if (!code(raw).equals("USD")) {
      throw new BadValue(
          "not possible yet: budgets, rates and metrics are in US dollars", "write \"USD\"");
    }
    return "USD";
  }

  private static BigDecimal rate(Object raw) throws BadValue {
    BigDecimal rate = Kinds.decimal(raw);
    if (rate.signum() <= 0) {
      throw new BadValue("not a rate", "must be more than 0");
    }
    return rate;
  }
}
