// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What answers about prices and currencies hold. */
public final class PriceBodies {
  private PriceBodies() {}

  /**
   * One price in force.
   *
   * @param since first UTC day it holds; null for ever
   * @param origin bundled, learned or own
   * @param asOf the day it was compared with its source, or learned; null when nobody says
   */
  public record PriceRow(
      String vendor,
      String model,
      @Nullable LocalDate since,
      String origin,
      String source,
      @Nullable LocalDate asOf,
      Map<String, BigDecimal> prices) {}

  /** A price of the price map that was not believed. */
  public record RefusedPriceRow(String vendor, String model, String reason, String detail) {}

  /** Prices, as many as were asked for, of as many as there are. */
  record Prices(
      String version, long matching, List<PriceRow> prices, List<RefusedPriceRow> refused) {}

  /** What one run changed of one source, model and day. */
  record RepricedRow(
      LocalDate date,
      String source,
      String provider,
      String model,
      long rows,
      Money beforeUsd,
      Money afterUsd,
      Money differenceUsd,
      long unpricedTokensBefore,
      long unpricedTokensAfter) {}

  /** One run of reprice. */
  record RepricingRow(
      Instant begun,
      @Nullable Instant finished,
      String by,
      LocalDate from,
      String pricesBefore,
      String pricesAfter,
      Money canonicalDifferenceUsd,
      List<RepricedRow> changes) {}

  /** The last runs. */
  record Repricings(List<RepricingRow> repricings) {}

  /**
   * Amounts of a day in another currency.
   *
   * @param amount the vendor's own
   * @param costUsd what it counts as; null when it is not converted and counts nothing
   * @param rateUsd of the configuration for that day; null when it has none
   */
  record CurrencyRow(
      LocalDate date,
      String provider,
      String source,
      String currency,
      String amount,
      @Nullable Money costUsd,
      @Nullable BigDecimal rateUsd,
      @Nullable LocalDate rateFrom,
      long records) {}

  /** An amount that counts nothing yet. */
  public record UnconvertedRow(String provider, String currency, String amount) {}

  /** What was told in other currencies. */
  record Currencies(String base, List<CurrencyRow> amounts, List<UnconvertedRow> unconverted) {}
}
