// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Works out what one record costs by one vendor's prices of one day. */
final class Costing {
  /** Rates are per million tokens. */
  private static final int MILLION_DIGITS = 6;

  private final PriceSheet sheet;
  private final Dimensions dimensions;
  private final String model;
  private final String tier;
  private final Variant variant;
  private final Optional<ModelPrice> price;
  private final Optional<ModelPrice> everyModel;
  private final ContextClass context;

  Costing(PriceSheet sheet, LocalDate day, Dimensions dimensions) {
    this(sheet, day, dimensions, ContextClass.of(dimensions.get(Dimension.CONTEXT)));
  }

  Costing(PriceSheet sheet, LocalDate day, Dimensions dimensions, ContextClass context) {
    this.context = context;
    this.sheet = sheet;
    this.dimensions = dimensions;
    this.model = sheet.canonical(dimensions.get(Dimension.MODEL));
    this.tier = sheet.tier(dimensions.get(Dimension.TIER));
    this.variant = Variant.of(dimensions.get(Dimension.VARIANT));
    this.price = model.equals(PriceSheet.EVERY_MODEL) ? Optional.empty() : sheet.price(model, day);
    this.everyModel = sheet.price(PriceSheet.EVERY_MODEL, day);
  }

  /** All of it, or the first thing found without a price. */
  Priced price(Tokens tokens, Map<String, BigDecimal> units) {
    ExactSum sum = new ExactSum();
    Savings savings = Savings.NONE;
    try {
      if (!tokens.isEmpty()) {
        sum.add(tokenUsd(tokens), BigDecimal.ONE);
        savings = savings(tokens);
      }
      for (Map.Entry<String, BigDecimal> unit : new TreeMap<>(units).entrySet()) {
        UnitPrice unitPrice = unitPrice(unit.getKey());
        sum.add(unit.getValue().multiply(unitPrice.usd()), unitPrice.per());
      }
    } catch (NoPriceException e) {
      return new Priced(new Cost.Unpriced(e.reason()), Savings.NONE);
    }
    return new Priced(new Cost.Estimated(sum.usd()), savings);
  }

  private BigDecimal tokenUsd(Tokens tokens) throws NoPriceException {
    ModelPrice known = known();
    Map<TokenType, BigDecimal> rates = rates(known);
    BigDecimal perMillion = BigDecimal.ZERO;
    for (Map.Entry<TokenType, Long> count : tokens.counts().entrySet()) {
      BigDecimal rate = rates.get(known.tokens().chargedAs(count.getKey()));
      if (rate == null) {
        throw noPriceFor(count.getKey().code() + " tokens");
      }
      perMillion = perMillion.add(rate.multiply(BigDecimal.valueOf(count.getValue())));
    }
    return perMillion.movePointLeft(MILLION_DIGITS).multiply(factor(known.multipliers()));
  }

  /** Of tokens that have a price; each part is rounded once, as the cost is. */
  private Savings savings(Tokens tokens) throws NoPriceException {
    ModelPrice known = known();
    TokenSavings saved = new TokenSavings(known.tokens(), tokens, rates(known));
    BigDecimal byTier = rates(known, RateCard.STANDARD).map(saved::against).orElse(BigDecimal.ZERO);
    BigDecimal factor = factor(known.multipliers()).movePointLeft(MILLION_DIGITS);
    return new Savings(
        Money.of(saved.byCache().multiply(factor), "USD"),
        Money.of(byTier.multiply(factor), "USD"));
  }

  private ModelPrice known() throws NoPriceException {
    return price.orElseThrow(() -> new NoPriceException(unknownModel()));
  }

  private Map<TokenType, BigDecimal> rates(ModelPrice known) throws NoPriceException {
    return rates(known, tier).orElseThrow(() -> noPriceFor("tokens"));
  }

  private Optional<Map<TokenType, BigDecimal>> rates(ModelPrice known, String ofTier) {
    return known.tokens().rates(ofTier, dimensions.get(Dimension.OPERATION), context);
  }

  private BigDecimal factor(ModelPrice.Multipliers multipliers) throws NoPriceException {
    String speed = variant.speed(sheet::isSpeed);
    return multipliers
        .ofSpeed(speed)
        .orElseThrow(() -> noPriceFor("tokens at speed '" + speed + "'"))
        .multiply(multipliers.ofRegion(dimensions.get(Dimension.REGION)));
  }

  private UnitPrice unitPrice(String unit) throws NoPriceException {
    return price
        .flatMap(own -> own.unit(unit, variant))
        .or(() -> everyModel.flatMap(shared -> shared.unit(unit, variant)))
        .orElseThrow(() -> noPriceFor(unit));
  }

  private NoPriceException noPriceFor(String what) {
    String named = model.isEmpty() ? "" : " model '" + model + "'";
    return new NoPriceException(sheet.vendor() + named + " has no price for " + what + kind());
  }

  private String unknownModel() {
    return model.isEmpty()
        ? sheet.vendor() + " reports tokens without a model"
        : sheet.vendor() + " model '" + model + "' has no price";
  }

  /** What narrows the price down, as far as it is not the usual. */
  private String kind() {
    StringBuilder kind = new StringBuilder();
    if (!tier.equals(RateCard.STANDARD)) {
      kind.append(" in tier '").append(tier).append('\'');
    }
    String context = dimensions.get(Dimension.CONTEXT);
    if (!context.isEmpty()) {
      kind.append(" with context '").append(context).append('\'');
    }
    String described = dimensions.get(Dimension.VARIANT);
    if (!described.isEmpty()) {
      kind.append(" as '").append(described).append('\'');
    }
    return kind.toString();
  }
}
