// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import aispend.model.Savings;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.pricing.PriceBook;
import aispend.pricing.Priced;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns what one provider reports into records: periods in UTC, disjoint tokens, exact money in US
 * dollars. A row whose numbers cannot be right is left out and named; the others are kept.
 * Immutable, for any thread.
 */
public final class Normaliser {
  private static final int MAX_UNIT_DIGITS = 9;
  private static final BigDecimal MAX_UNITS = new BigDecimal("1e12");

  private final String provider;
  private final String priceVendor;
  private final PriceBook prices;
  private final Amounts amounts;

  /**
   * For one provider.
   *
   * @param provider the configured name, which records carry
   * @param priceVendor whose list prices hold: {@code openai} for an account named {@code
   *     openai-eu}
   */
  public Normaliser(
      String provider, String priceVendor, PriceBook prices, CurrencyRates currencies) {
    this.provider = requireNonNull(provider, "provider");
    this.priceVendor = requireNonNull(priceVendor, "priceVendor");
    this.prices = requireNonNull(prices, "prices");
    this.amounts = new Amounts(currencies);
  }

  /** Every bucket on its own; what is rejected in one touches no other. */
  public Normalised normalise(List<ReportedBucket> reported) {
    List<Normalised.Bucket> buckets = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    for (ReportedBucket bucket : reported) {
      try {
        ChargePeriod period = Periods.inUtc(bucket.period());
        buckets.add(rows(bucket.part(), period, bucket.rows(), rejections));
      } catch (BadValueException e) {
        rejections.add(e.in(bucket.part(), Rejection.WHOLE_BUCKET));
      }
    }
    return new Normalised(buckets, rejections);
  }

  /** The rows of one part, in a period that is in UTC already. */
  public Normalised normalise(String part, ChargePeriod period, List<ReportedUsage> rows) {
    List<Rejection> rejections = new ArrayList<>();
    Normalised.Bucket bucket = rows(part, period, rows, rejections);
    return new Normalised(List.of(bucket), rejections);
  }

  /**
   * What a row costs by list price though it tells a cost of its own; unpriced when that is not
   * known.
   *
   * @param record what the row was normalised into
   */
  public Cost listCost(ReportedUsage reported, UsageRecord record) {
    try {
      return listPrice(reported, record.period(), record.tokens(), record.units()).cost();
    } catch (BadValueException e) {
      return new Cost.Unpriced("its list price is beyond what can be counted");
    }
  }

  private Normalised.Bucket rows(
      String part, ChargePeriod period, List<ReportedUsage> rows, List<Rejection> rejections) {
    List<UsageRecord> records = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      try {
        records.add(row(rows.get(row), period));
      } catch (BadValueException e) {
        rejections.add(e.in(part, row));
      }
    }
    return new Normalised.Bucket(part, period, records.size() == rows.size(), records);
  }

  private UsageRecord row(ReportedUsage reported, ChargePeriod period) throws BadValueException {
    Dimensions dimensions = reported.dimensions().with(Dimension.PROVIDER, provider);
    Tokens tokens = reported.tokens() == null ? Tokens.NONE : TokenSplit.of(reported.tokens());
    TokenSplit.check("requests", reported.requests());
    Map<String, BigDecimal> units = units(reported.units());
    Priced priced =
        reported.cost() == null
            ? listPrice(reported, period, tokens, units)
            : withoutSavings(
                amounts.cost(
                    reported.cost(), period.start().atOffset(ZoneOffset.UTC).toLocalDate()));
    return new UsageRecord(
        period, dimensions, tokens, reported.requests(), units, priced.cost(), priced.savings());
  }

  private static Priced withoutSavings(Cost cost) {
    return new Priced(cost, Savings.NONE);
  }

  private Priced listPrice(
      ReportedUsage reported, ChargePeriod period, Tokens tokens, Map<String, BigDecimal> units)
      throws BadValueException {
    boolean counted = reported.tokens() != null && TokenSplit.saysAnything(reported.tokens());
    if (!counted && reported.units().isEmpty()) {
      // Nothing was measured, which is not the same as nothing measured: its cost is not known.
      return withoutSavings(
          new Cost.Unpriced(priceVendor + " reports neither tokens nor units nor a cost"));
    }
    boolean oneCall = Objects.equals(reported.requests(), 1L);
    return listPrice(new Kept(period, reported.dimensions(), tokens, units, oneCall, null));
  }

  private Priced listPrice(Kept use) throws BadValueException {
    Instant at = use.period().start();
    try {
      return use.oneCall()
          ? prices.priceCall(priceVendor, at, use.dimensions(), use.tokens(), use.units())
          : prices.price(priceVendor, at, use.dimensions(), use.tokens(), use.units());
    } catch (ArithmeticException e) {
      throw new BadValueException(
          "tokens",
          use.tokens().total() + " at list price",
          "must cost and save less than 9 billion USD; check the counts and the price file");
    }
  }

  /**
   * Use that was normalised before and is kept.
   *
   * @param oneCall whether it is a single call, whose own input tells the size of its context
   * @param reported the vendor's own amount; null when the price list decides
   */
  public record Kept(
      ChargePeriod period,
      Dimensions dimensions,
      Tokens tokens,
      Map<String, BigDecimal> units,
      boolean oneCall,
      @Nullable ReportedCost reported) {}

  /**
   * What kept use costs by the prices and rates of now, as if it were reported anew; empty when an
   * amount cannot be read again or is too large.
   */
  public Optional<Priced> again(Kept use) {
    try {
      ReportedCost reported = use.reported();
      LocalDate day = use.period().start().atOffset(ZoneOffset.UTC).toLocalDate();
      return Optional.of(
          reported == null ? listPrice(use) : withoutSavings(amounts.kept(reported, day)));
    } catch (BadValueException e) {
      return Optional.empty();
    }
  }

  private static Map<String, BigDecimal> units(Map<String, String> reported)
      throws BadValueException {
    Map<String, BigDecimal> units = new TreeMap<>();
    for (Map.Entry<String, String> unit : reported.entrySet()) {
      BigDecimal quantity = quantity(unit.getKey(), unit.getValue());
      if (quantity.signum() != 0) {
        units.put(unit.getKey(), quantity);
      }
    }
    return units;
  }

  private static BigDecimal quantity(String unit, String text) throws BadValueException {
    String field = "units." + unit;
    BigDecimal quantity = DecimalText.parse(field, text).stripTrailingZeros();
    if (quantity.signum() < 0
        || quantity.scale() > MAX_UNIT_DIGITS
        || quantity.compareTo(MAX_UNITS) >= 0) {
      throw new BadValueException(
          field,
          text,
          "must be from 0 to below "
              + MAX_UNITS.toPlainString()
              + " with at most "
              + MAX_UNIT_DIGITS
              + " digits behind the point");
    }
    return quantity.scale() < 0 ? quantity.setScale(0) : quantity;
  }
}
