// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a price as {@link ModelPriceReader} reads it: an element of {@code prices}. Equal prices
 * give equal texts.
 */
final class ModelPriceWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ModelPriceWriter() {}

  static ObjectNode write(ModelPrice price) {
    ObjectNode json = JSON.objectNode();
    if (!price.from().equals(LocalDate.EPOCH)) {
      json.put("from", price.from().toString());
    }
    RateCard card = price.tokens();
    write(json, card.base());
    if (card.longContextAbove() != null) {
      json.put("long_context_above", card.longContextAbove());
      json.withObject("/long_context_rates"); // both or none
    }
    sets(json, "tiers", card.tiers());
    sets(json, "operations", card.operations());
    decimals(json, "regions", price.multipliers().regions());
    decimals(json, "speeds", price.multipliers().speeds());
    units(json, price);
    return json;
  }

  private static void sets(ObjectNode into, String key, Map<String, RateSet> sets) {
    if (!sets.isEmpty()) {
      ObjectNode all = into.putObject(key);
      new TreeMap<>(sets).forEach((name, set) -> write(all.putObject(name), set));
    }
  }

  private static void write(ObjectNode into, RateSet set) {
    decimals(into, "rates", byCode(set.standard()));
    decimals(into, "long_context_rates", byCode(set.longContext()));
  }

  private static Map<String, BigDecimal> byCode(Map<TokenType, BigDecimal> rates) {
    Map<String, BigDecimal> byCode = new TreeMap<>();
    rates.forEach((type, rate) -> byCode.put(type.code(), rate));
    return byCode;
  }

  private static void decimals(ObjectNode into, String key, Map<String, BigDecimal> values) {
    if (!values.isEmpty()) {
      ObjectNode all = into.putObject(key);
      new TreeMap<>(values).forEach((name, value) -> all.put(name, plain(value)));
    }
  }

  private static void units(ObjectNode into, ModelPrice price) {
    for (UnitPrice unit : price.units()) {
      ObjectNode json = into.withArray("/units").addObject();
      json.put("unit", unit.unit());
      json.put("usd", plain(unit.usd()));
      json.put("per", plain(unit.per()));
      if (!unit.when().isEmpty()) {
        ObjectNode when = json.putObject("when");
        new TreeMap<>(unit.when()).forEach(when::put);
      }
    }
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
