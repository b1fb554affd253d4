// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What tokens cost by the price lists in force. Any thread may ask. */
public interface ListPrices {
  /** The vendors that list a model, by any of its names. */
  List<String> vendorsOf(String model);

  /**
   * What tokens cost in the standard tier; empty when any of them has no price.
   *
   * @param at when they were used; prices change at midnight UTC
   */
  Optional<Money> cost(String vendor, String model, Instant at, Tokens tokens);

  /** A short name for all prices and exchange rates in force; empty for who may not see them. */
  String version();

  /** All prices in force; none for who may not see them. */
  List<PriceBodies.PriceRow> list();

  /** What the last reading of the price map told that was not believed. */
  List<PriceBodies.RefusedPriceRow> refused();

  /** The exchange rate of a day; empty when none is known. */
  Optional<Rate> rate(String currency, LocalDate day);

  /** Dollars for one unit of a currency since a day. */
  record Rate(BigDecimal usd, LocalDate from) {}
}
