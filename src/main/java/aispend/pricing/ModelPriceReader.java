// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads one price of a model: an element of {@code prices}. */
final class ModelPriceReader {
  /** USD per million tokens that no vendor asks: more is a price in another unit. */
  private static final BigDecimal MAX_RATE = new BigDecimal("100000");

  private static final BigDecimal MAX_UNIT_USD = new BigDecimal("1000000");
  private static final BigDecimal MAX_PER = new BigDecimal("1000000000");
  static final BigDecimal MAX_FACTOR = new BigDecimal("100");
  private static final BigDecimal MAX_CONTEXT = new BigDecimal("999999999");

  private ModelPriceReader() {}

  static ModelPrice read(JsonEntry entry, PriceOrigin list) {
    PriceOrigin origin =
        entry.has("source")
            ? new PriceOrigin(list.kind(), entry.name("source"), list.read())
            : list;
    entry.allow(
        List.of(
            "from",
            "source",
            "rates",
            "long_context_above",
            "long_context_rates",
            "tiers",
            "operations",
            "regions",
            "speeds",
            "units"));
    return new ModelPrice(
        entry.date("from", LocalDate.EPOCH),
        card(entry),
        new ModelPrice.Multipliers(
            entry.decimals("regions", MAX_FACTOR), entry.decimals("speeds", MAX_FACTOR)),
        units(entry),
        origin);
  }

  private static RateCard card(JsonEntry entry) {
    boolean longContext = entry.has("long_context_above");
    if (longContext != entry.has("long_context_rates")) {
      entry.problem("has only one of long_context_above and long_context_rates; give both");
    }
    return new RateCard(
        rateSet(entry),
        longContext
            ? Long.valueOf(
                entry.decimal("long_context_above", BigDecimal.ZERO, MAX_CONTEXT).longValue())
            : null,
        rateSets(entry, "tiers"),
        rateSets(entry, "operations"));
  }

  private static Map<String, RateSet> rateSets(JsonEntry entry, String key) {
    Map<String, RateSet> sets = new HashMap<>();
    entry
        .entriesByName(key)
        .forEach(
            (name, set) -> {
              set.allow(List.of("rates", "long_context_rates"));
              sets.put(name, rateSet(set));
            });
    return sets;
  }

  private static RateSet rateSet(JsonEntry entry) {
    return new RateSet(rates(entry, "rates"), rates(entry, "long_context_rates"));
  }

  private static Map<TokenType, BigDecimal> rates(JsonEntry entry, String key) {
    Map<TokenType, BigDecimal> rates = new EnumMap<>(TokenType.class);
    entry
        .decimals(key, MAX_RATE)
        .forEach(
            (code, rate) -> {
              for (TokenType type : TokenType.values()) {
                if (type.code().equals(code)) {
                  rates.put(type, rate);
                  return;
                }
              }
              entry.problem(
                  key + " has the unknown token type '" + code + "'; known are " + types());
            });
    return rates;
  }

  private static List<UnitPrice> units(JsonEntry entry) {
    List<UnitPrice> units = new ArrayList<>();
    for (JsonEntry unit : entry.entries("units")) {
      unit.allow(List.of("unit", "usd", "per", "when"));
      if (!unit.has("usd")) {
        unit.problem("has no usd; say what it costs");
      }
      BigDecimal per = unit.decimal("per", BigDecimal.ONE, MAX_PER);
      if (per.signum() == 0) {
        unit.problem("has per 0; must be how many cost that much");
        per = BigDecimal.ONE;
      }
      units.add(
          new UnitPrice(
              unit.name("unit"),
              unit.decimal("usd", BigDecimal.ZERO, MAX_UNIT_USD),
              per,
              unit.namesByName("when")));
    }
    refuseTwice(entry, units);
    return units;
  }

  private static void refuseTwice(JsonEntry entry, List<UnitPrice> units) {
    Set<String> seen = new HashSet<>();
    for (UnitPrice unit : units) {
      if (!seen.add(unit.unit() + new TreeMap<>(unit.when()))) {
        entry.problem(
            "has two prices of unit '" + unit.unit() + "' for the same variant; keep one");
      }
    }
  }

  private static String types() {
    return Arrays.stream(TokenType.values()).map(TokenType::code).collect(Collectors.joining(", "));
  }
}
