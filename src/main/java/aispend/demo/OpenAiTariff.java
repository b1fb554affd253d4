// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's bill: line items as the live API words them, 8 % below the price table. */
final class OpenAiTariff implements Tariff {
  private static final BigDecimal AFTER_DISCOUNT = new BigDecimal("0.92");

  /** 1.2E-7 dollars, which JSON writes with an exponent. */
  private static final BigDecimal TINY = new BigDecimal("0.00000012");

  /** Below half a nano, so that it vanishes in rounding however a day's lines are merged. */
  private static final BigDecimal BELOW_A_NANO = new BigDecimal("0.000000000312");

  private static final int MONDAY = 4; // 1970-01-05

  private final PriceTable prices;

  OpenAiTariff(PriceTable prices) {
    this.prices = prices;
  }

  @Override
  public void addUse(List<Charge> charges, Cell cell) {
    for (Quantity quantity : Quantity.values()) {
      long nanos = prices.nanos(cell, quantity, AFTER_DISCOUNT);
      if (nanos != 0) {
        charges.add(
            new Charge(
                fields(cell, lineItem(cell, quantity)),
                Bill.dollars(nanos),
                BigDecimal.valueOf(cell.quantities().of(quantity)),
                unit(quantity)));
      }
    }
  }

  @Override
  public void addDaily(List<Charge> charges, ChargePeriod day, int dice) {
    charges.add(
        new Charge(
            Map.of("line_item", "Scale Tier bundle"), Bill.dollars(6_400_000_000L), null, null));
    charges.add(
        new Charge(
            Map.of("project_id", "proj_docs", "line_item", "Vector storage"),
            Bill.dollars(700_000_000L + dice).add(BELOW_A_NANO),
            new BigDecimal("168"),
            "gibibyte_hours"));
    charges.add(
        new Charge(
            Map.of("project_id", "proj_sandbox", "line_item", "Text tokens"),
            TINY,
            BigDecimal.valueOf(6),
            "tokens"));
  }

  @Override
  public void addCredits(List<Charge> charges, ChargePeriod day) {
    if (Math.floorMod(Bill.epochDay(day), 7) == MONDAY) {
      charges.add(
          new Charge(
              Map.of("line_item", "Credit, service incident"),
              new BigDecimal("-5.25"),
              null,
              null));
    }
  }

  private static Map<String, String> fields(Cell cell, String lineItem) {
    Map<String, String> fields = new LinkedHashMap<>(cell.fields());
    fields.keySet().retainAll(List.of("project_id", "api_key_id", "user_id", "api_source"));
    fields.put("line_item", lineItem);
    return fields;
  }

  private static String lineItem(Cell cell, Quantity quantity) {
    String model = cell.field("model") + "";
    String prefix = "priority".equals(cell.field("service_tier")) ? "priority | " : "";
    return switch (quantity) {
      case INPUT -> prefix + model + ", input";
      case CACHE_READ -> prefix + model + ", cached input";
      case CACHE_WRITE -> prefix + model + ", cache writes";
      case CACHE_WRITE_LONG -> prefix + model + ", cache writes - 12hr";
      case OUTPUT -> prefix + model + ", output";
      case INPUT_AUDIO -> prefix + model + " audio, input";
      case CACHE_READ_AUDIO -> prefix + model + " audio, cached input";
      case OUTPUT_AUDIO -> prefix + model + " audio, output";
      case INPUT_IMAGE -> prefix + model + " image, input";
      case CACHE_READ_IMAGE -> prefix + model + " image, cached input";
      case OUTPUT_IMAGE -> prefix + model + " image, output";
      case IMAGES -> model + ", images";
      case CHARACTERS -> model + ", characters";
      case SECONDS -> model + ", duration";
      case SESSIONS -> "code interpreter sessions";
      case SEARCHES ->
          cell.operation().equals("web_search_calls")
              ? "web search tool calls"
              : "file search tool calls";
      case REQUESTS, BYTES -> throw new AssertionError(quantity + " has no price");
    };
  }

  private static @Nullable String unit(Quantity quantity) {
    if (quantity.isToken()) {
      return "tokens";
    }
    return switch (quantity) {
      case IMAGES -> "images";
      case CHARACTERS -> "characters";
      case SECONDS -> "duration_seconds";
      default -> null;
    };
  }
}
