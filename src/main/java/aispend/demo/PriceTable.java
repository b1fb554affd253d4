// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * The simulator's own prices, in dollars per million of what is counted: for each model, or for an
 * operation without one. They look like public list prices and need not be equal to them, for the
 * bill is what this table says. Immutable.
 */
final class PriceTable {
  private static final String PRICES =
      """
      gpt-5-2025-08-07 input=1.25 cache_read=0.125 cache_write=1.25 cache_write_long=2.5 output=10
      gpt-5-mini-2025-08-07 input=0.25 cache_read=0.025 output=2
      gpt-4o-2024-08-06 input=2.50 cache_read=1.25 output=10
      gpt-4o-mini-2024-07-18 input=0.15 cache_read=0.075 output=0.60
      gpt-4o-audio-preview-2024-12-17 input=2.50 output=10 input_audio=40 cache_read_audio=40 output_audio=80
      gpt-nimbus-preview input=3.333 cache_read=0.3333 output=17.77
      text-embedding-3-small input=0.02
      text-embedding-3-large input=0.13
      dall-e-3 images=40000
      tts-1 characters=15
      whisper-1 seconds=100
      code_interpreter_sessions sessions=30000
      file_search_calls searches=2500
      web_search_calls searches=10000
      claude-opus-5 input=5 cache_read=0.50 cache_write=6.25 cache_write_long=10 output=25
      claude-opus-4-1-20250805 input=15 cache_read=1.50 cache_write=18.75 cache_write_long=30 output=75
      claude-sonnet-4-5-20250929 input=3 cache_read=0.30 cache_write=3.75 cache_write_long=6 output=15
      claude-sonnet-4-5-20250929@200k-1M input=6 cache_read=0.60 cache_write=7.50 cache_write_long=12 output=22.50
      claude-haiku-4-5-20251001 input=1 cache_read=0.10 cache_write=1.25 cache_write_long=2 output=5
      claude-meadow-preview input=4.321 cache_read=0.4321 output=19.99
      messages searches=10000
      openai/gpt-4.1 input=2 cache_read=0.5 output=8
      deepseek/deepseek-chat input=0.281 output=0.4213
      anthropic/claude-opus input=5 output=25
      gpt-5-mini input=0.25 cache_read=0.025 cache_write=0.3125 output=2
      mixtral-local input=0.0613 output=0.1877
      grok-code input=0.2 output=1.5
      grok-large input=3 cache_read=0.75 output=15
      composer input=1.25 cache_read=0.1257 cache_write=1.25 output=6
      claude-sonnet-5 input=3 cache_read=0.3 cache_write=3.75 output=15
      tab requests=40000
      Claude-Sonnet-5 output=15
      GPT-5.5 output=9.87
      seats sessions=158333.333
      deepseek-chat input=0.28 output=0.42
      kimi input=0.6 output=2.5
      llama-edge input=0.0413 output=0.2871
      nova-3 seconds=71.6667
      eleven_v3 characters=30
      eleven_dub seconds=5500
      claude-haiku input=1 cache_write=1.25 output=5
      embed-small input=0.0199
      """;

  private static final Map<String, BigDecimal> FACTORS =
      Map.of(
          "batch", new BigDecimal("0.5"),
          "flex", new BigDecimal("0.5"),
          "priority", new BigDecimal("2"),
          "us", new BigDecimal("1.1"));

  private static final int NANOS_PER_MICRO = 3;

  private final Map<String, Map<Quantity, BigDecimal>> prices = new HashMap<>();

  PriceTable() {
    PRICES.lines().forEach(line -> read(line.strip().split("\\s+")));
  }

  /**
   * What an amount costs, rounded to whole nanos.
   *
   * @param factor what is left after the customer's discount
   * @return zero when nothing is charged for it
   */
  long nanos(Cell cell, Quantity quantity, BigDecimal factor) {
    long count = cell.quantities().of(quantity);
    BigDecimal price = count == 0 ? BigDecimal.ZERO : price(cell, quantity);
    if (price.signum() == 0) {
      return 0;
    }
    return BigDecimal.valueOf(count)
        .multiply(price)
        .multiply(factor)
        .multiply(tierFactor(cell))
        .movePointRight(NANOS_PER_MICRO)
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  private BigDecimal price(Cell cell, Quantity quantity) {
    String model = cell.field("model");
    String context = cell.field("context_window");
    Map<Quantity, BigDecimal> byModel =
        prices.getOrDefault(model + "@" + context, prices.getOrDefault(model + "", Map.of()));
    BigDecimal price = byModel.get(quantity);
    return price != null
        ? price
        : prices.getOrDefault(cell.operation(), Map.of()).getOrDefault(quantity, BigDecimal.ZERO);
  }

  private static BigDecimal tierFactor(Cell cell) {
    String tier = "true".equals(cell.field("batch")) ? "batch" : cell.field("service_tier") + "";
    BigDecimal byTier = FACTORS.getOrDefault(tier, BigDecimal.ONE);
    return byTier.multiply(FACTORS.getOrDefault(cell.field("inference_geo") + "", BigDecimal.ONE));
  }

  private void read(String[] words) {
    Map<Quantity, BigDecimal> row = new HashMap<>();
    for (Quantity quantity : Quantity.values()) {
      for (String word : words) {
        if (word.startsWith(quantity.code() + "=")) {
          row.put(quantity, new BigDecimal(word.substring(word.indexOf('=') + 1)));
        }
      }
    }
    prices.put(words[0], row);
  }
}
