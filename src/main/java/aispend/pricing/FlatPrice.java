// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All numbers of a model's token price by name, so that two prices can be compared one by one:
 * {@code input}, {@code long.output}, {@code batch.input}, {@code batch.long.input} in USD per
 * million tokens; {@code region.us}, {@code speed.fast} as factors.
 *
 * @param above input tokens above which the long rates hold; 0 for none
 */
record FlatPrice(TreeMap<String, BigDecimal> numbers, long above) {
  static final String LONG = "long.";
  static final String REGION = "region.";
  static final String SPEED = "speed.";

  static FlatPrice of(ModelPrice price) {
    TreeMap<String, BigDecimal> numbers = new TreeMap<>();
    put(numbers, "", price.tokens().base());
    price.tokens().tiers().forEach((tier, set) -> put(numbers, tier + ".", set));
    price.multipliers().regions().forEach((name, by) -> numbers.put(REGION + name, plain(by)));
    price.multipliers().speeds().forEach((name, by) -> numbers.put(SPEED + name, plain(by)));
    Long above = price.tokens().longContextAbove();
    return new FlatPrice(numbers, above == null ? 0 : above);
  }

  private static void put(Map<String, BigDecimal> into, String prefix, RateSet set) {
    set.standard().forEach((type, rate) -> into.put(prefix + type.code(), plain(rate)));
    set.longContext().forEach((type, rate) -> into.put(prefix + LONG + type.code(), plain(rate)));
  }

  /** Equal numbers are equal objects. */
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  boolean isFactor(String name) {
    return name.startsWith(REGION) || name.startsWith(SPEED);
  }

  Optional<BigDecimal> number(String name) {
    return Optional.ofNullable(numbers.get(name));
  }

  /** With the usual rate for what has none in long context, as the map means it. */
  FlatPrice completed() {
    TreeMap<String, BigDecimal> all = new TreeMap<>(numbers);
    if (above > 0) {
      numbers.forEach(
          (name, rate) -> {
            if (!name.contains(".")) {
              all.putIfAbsent(LONG + name, rate);
            }
          });
    }
    return new FlatPrice(all, above);
  }

  /** As a price; what no number tells is taken from another one. */
  ModelPrice price(LocalDate from, Optional<ModelPrice> rest, PriceOrigin origin) {
    Map<String, Map<TokenType, BigDecimal>> standard = new HashMap<>();
    Map<String, Map<TokenType, BigDecimal>> longer = new HashMap<>();
    Map<String, BigDecimal> regions = new HashMap<>();
    Map<String, BigDecimal> speeds = new HashMap<>();
    numbers.forEach(
        (name, number) -> {
          if (name.startsWith(REGION)) {
            regions.put(name.substring(REGION.length()), number);
          } else if (name.startsWith(SPEED)) {
            speeds.put(name.substring(SPEED.length()), number);
          } else {
            int dot = name.lastIndexOf('.');
            String prefix = name.substring(0, dot + 1);
            boolean isLong = prefix.endsWith(LONG);
            String tier = isLong ? prefix.substring(0, prefix.length() - LONG.length()) : prefix;
            (isLong ? longer : standard)
                .computeIfAbsent(tier, none -> new EnumMap<>(TokenType.class))
                .put(type(name.substring(dot + 1)), number);
          }
        });
    Map<String, RateSet> sets = new HashMap<>();
    standard.forEach(
        (tier, rates) -> sets.put(tier, new RateSet(rates, longer.getOrDefault(tier, Map.of()))));
    RateSet base = sets.remove("");
    Map<String, RateSet> tiers = new HashMap<>();
    sets.forEach((tier, set) -> tiers.put(tier.substring(0, tier.length() - 1), set));
    RateCard card =
        new RateCard(
            base == null ? new RateSet(Map.of(), Map.of()) : base,
            above == 0 ? null : (Long) above,
            tiers,
            rest.map(price -> price.tokens().operations()).orElse(Map.of()));
    return new ModelPrice(
        from,
        card,
        new ModelPrice.Multipliers(regions, speeds),
        rest.map(ModelPrice::units).orElse(List.of()),
        origin);
  }

  static TokenType type(String code) {
    for (TokenType type : TokenType.values()) {
      if (type.code().equals(code)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no token type has the code '" + code + "'");
  }
}
