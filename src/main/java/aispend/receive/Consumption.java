// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.usage.CallUsage;
import aispend.usage.UsageException;
import aispend.usage.UsageObject;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an event says was used: by fields of its own, or by the provider's usage object. */
final class Consumption {
  private static final Set<String> UNITS =
      Set.of("characters", "images", "pages", "searches", "seconds", "sessions");
  private static final BigDecimal MOST_UNITS = new BigDecimal("1000000000");
  private static final String[] TOKEN_FIELDS = {
    "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens"
  };

  private Consumption() {}

  /** Tokens, units, cost, and what decides the price. */
  static CallUsage of(Fields fields) throws FieldException {
    Map<String, String> units = units(fields);
    String cost = fields.dollars("cost_usd");
    JsonNode object = fields.node("usage");
    if (object == null) {
      return new CallUsage(null, null, tokens(fields), units, null, cost);
    }
    CallUsage told = told(object, fields);
    return new CallUsage(
        null,
        null,
        told.tokens(),
        together(units, told.units()),
        told.tier(),
        cost == null ? told.costUsd() : cost,
        told.region(),
        told.speed());
  }

  static @Nullable ReportedCost cost(CallUsage usage) {
    String dollars = usage.costUsd();
    return dollars == null ? null : new ReportedCost(dollars, ReportedCost.Unit.MAJOR, "USD");
  }

  private static CallUsage told(JsonNode object, Fields fields) throws FieldException {
    for (String field : TOKEN_FIELDS) {
      JsonNode own = fields.node(field);
      if (own != null) {
        throw FieldException.bad(
            field, own.toString(), "usage is given too: send one of the two, not both");
      }
    }
    try {
      return UsageObject.read(object, fields.requiredText("provider"));
    } catch (UsageException e) {
      String field = e.field().isEmpty() ? "usage" : "usage." + e.field();
      throw FieldException.bad(field, e.value(), e.remedy());
    }
  }

  /** What both tell must be the same. */
  private static Map<String, String> together(Map<String, String> own, Map<String, String> told)
      throws FieldException {
    Map<String, String> all = new TreeMap<>(told);
    for (Map.Entry<String, String> unit : own.entrySet()) {
      String other = told.get(unit.getKey());
      if (other != null && new BigDecimal(other).compareTo(new BigDecimal(unit.getValue())) != 0) {
        throw FieldException.bad(
            "units." + unit.getKey(),
            unit.getValue(),
            "usage tells " + other + ": leave one of the two out");
      }
      all.put(unit.getKey(), unit.getValue());
    }
    return all;
  }

  /** Totals with their parts included, as in OpenTelemetry; null when none is told. */
  private static @Nullable ReportedTokens tokens(Fields fields) throws FieldException {
    Long input = fields.tokens("input_tokens");
    Long output = fields.tokens("output_tokens");
    Long read = fields.tokens("cache_read_tokens");
    Long written = fields.tokens("cache_write_tokens");
    Long reasoning = fields.tokens("reasoning_tokens");
    requireWithin("cache_read_tokens", read, 0, "input_tokens", input);
    requireWithin("cache_write_tokens", written, read == null ? 0 : read, "input_tokens", input);
    requireWithin("reasoning_tokens", reasoning, 0, "output_tokens", output);
    if (input == null && output == null) {
      return null;
    }
    return new ReportedTokens(
        ReportedTokens.Accounting.INCLUSIVE,
        input == null ? 0L : input,
        null,
        read,
        new ReportedTokens.CacheWrites(written, null, null),
        output,
        reasoning,
        ReportedTokens.Modalities.NONE);
  }

  private static void requireWithin(
      String field, @Nullable Long part, long taken, String wholeField, @Nullable Long whole)
      throws FieldException {
    long left = (whole == null ? 0 : whole) - taken;
    if (part != null && part > left) {
      throw FieldException.bad(
          field,
          part.toString(),
          "must be a part of " + wholeField + ", of which " + left + " are left");
    }
  }

  private static Map<String, String> units(Fields fields) throws FieldException {
    JsonNode units = fields.node("units");
    Map<String, String> quantities = new TreeMap<>();
    if (units == null) {
      return quantities;
    }
    if (!units.isObject()) {
      throw FieldException.bad("units", units.toString(), "must be an object like {\"images\": 1}");
    }
    for (Map.Entry<String, JsonNode> unit : units.properties()) {
      quantities.put(unit.getKey(), quantity(unit.getKey(), unit.getValue()));
    }
    return quantities;
  }

  private static String quantity(String unit, JsonNode number) throws FieldException {
    if (!UNITS.contains(unit)) {
      throw FieldException.bad(
          "units", unit, "must be one of " + String.join(", ", new TreeSet<>(UNITS)));
    }
    BigDecimal quantity = Fields.decimal(number);
    if (quantity == null || !Fields.within(quantity, MOST_UNITS) || quantity.scale() > 6) {
      throw FieldException.bad(
          "units." + unit,
          number.toString(),
          "must be a number from 0 to " + MOST_UNITS + " with at most 6 decimals");
    }
    return quantity.toString();
  }
}
