// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's bill: tokens, web search, code execution and session runtime, 5 % below the price
 * table. Priority tier is never part of it.
 */
final class AnthropicTariff implements Tariff {
  private static final BigDecimal AFTER_DISCOUNT = new BigDecimal("0.95");

  private static final Map<Quantity, String> TOKEN_TYPES =
      Map.of(
          Quantity.INPUT, "uncached_input_tokens",
          Quantity.CACHE_READ, "cache_read_input_tokens",
          Quantity.CACHE_WRITE, "cache_creation.ephemeral_5m_input_tokens",
          Quantity.CACHE_WRITE_LONG, "cache_creation.ephemeral_1h_input_tokens",
          Quantity.OUTPUT, "output_tokens");

  private static final Map<Quantity, String> TOKEN_WORDS =
      Map.of(
          Quantity.INPUT, "Input Tokens",
          Quantity.CACHE_READ, "Input Tokens, Cache Read",
          Quantity.CACHE_WRITE, "Input Tokens, Cache Write 5m",
          Quantity.CACHE_WRITE_LONG, "Input Tokens, Cache Write 1h",
          Quantity.OUTPUT, "Output Tokens");

  private final PriceTable prices;

  AnthropicTariff(PriceTable prices) {
    this.prices = prices;
  }

  @Override
  public void addUse(List<Charge> charges, Cell cell) {
    if ("priority".equals(cell.field("service_tier"))) {
      return;
    }
    TOKEN_TYPES.forEach(
        (quantity, type) -> {
          long nanos = prices.nanos(cell, quantity, AFTER_DISCOUNT);
          if (nanos != 0) {
            charges.add(
                new Charge(tokenFields(cell, quantity, type), Bill.dollars(nanos), null, null));
          }
        });
    long searches = prices.nanos(cell, Quantity.SEARCHES, BigDecimal.ONE);
    if (searches != 0) {
      charges.add(other(cell.field("workspace_id"), "web_search", "Web Search Usage", searches));
    }
  }

  @Override
  public void addDaily(List<Charge> charges, ChargePeriod day, int dice) {
    charges.add(
        other("wrkspc_01Research", "code_execution", "Code Execution Usage", 83_000_000L + dice));
    charges.add(
        other(
            "wrkspc_01Coding",
            "session_usage",
            "Managed Agents Session Runtime",
            640_000_000L + dice * 2L));
  }

  @Override
  public void addCredits(List<Charge> charges, ChargePeriod day) {
    if (Bill.epochDay(day) % 10 == 0) {
      charges.add(other(null, "tokens", "Credit, promotional", -1_234_567_891L));
    }
  }

  private static Map<String, String> tokenFields(Cell cell, Quantity quantity, String type) {
    Map<String, String> fields = new LinkedHashMap<>(cell.fields());
    fields
        .keySet()
        .retainAll(
            List.of("workspace_id", "model", "service_tier", "context_window", "inference_geo"));
    fields.put("cost_type", "tokens");
    fields.put("token_type", type);
    fields.put("description", description(cell, quantity));
    return fields;
  }

  private static String description(Cell cell, Quantity quantity) {
    StringBuilder text = new StringBuilder(words(cell.field("model") + ""));
    text.append(" Usage");
    if ("batch".equals(cell.field("service_tier"))) {
      text.append(" - Batch");
    }
    if ("200k-1M".equals(cell.field("context_window"))) {
      text.append(" - Long Context");
    }
    if ("us".equals(cell.field("inference_geo"))) {
      text.append(" - US");
    }
    return text.append(" - ").append(TOKEN_WORDS.get(quantity)).toString();
  }

  /** {@code claude-sonnet-4-5-20250929} as the bill writes it: Claude Sonnet 4.5. */
  private static String words(String model) {
    StringBuilder words = new StringBuilder();
    for (String part : model.split("-", -1)) {
      boolean digits = Character.isDigit(part.charAt(0));
      boolean afterDigit = !words.isEmpty() && Character.isDigit(words.charAt(words.length() - 1));
      if (part.length() == 8 && digits) {
        break;
      }
      words.append(words.isEmpty() ? "" : digits && afterDigit ? "." : " ");
      words.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return words.toString();
  }

  private static Charge other(
      @Nullable String workspace, String type, String description, long nanos) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (workspace != null) {
      fields.put("workspace_id", workspace);
    }
    fields.put("cost_type", type);
    fields.put("description", description);
    return new Charge(fields, Bill.dollars(nanos), null, null);
  }
}
