// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.RefusedPrice.Reason;
import aispend.model.TokenType;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one entry of a price map in LiteLLM's format: a flat object of prices in USD for one token,
 * as in {@code "input_cost_per_token": 1.25e-06}, with the cache's time to live, the size of the
 * context and the tier in the field's name. Prices of anything but tokens are left out.
 */
final class PriceMapEntry {
  /** An entry that cannot be right. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Refusal(Reason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }
  }

  private static final Map<String, TokenType> TYPES =
      Map.ofEntries(
          Map.entry("input_cost_per_token", TokenType.INPUT),
          Map.entry("output_cost_per_token", TokenType.OUTPUT),
          Map.entry("cache_read_input_token_cost", TokenType.CACHE_READ),
          Map.entry("cache_creation_input_token_cost", TokenType.CACHE_WRITE),
          Map.entry("output_cost_per_reasoning_token", TokenType.REASONING),
          Map.entry("input_cost_per_audio_token", TokenType.INPUT_AUDIO),
          Map.entry("cache_read_input_audio_token_cost", TokenType.CACHE_READ_AUDIO),
          Map.entry("output_cost_per_audio_token", TokenType.OUTPUT_AUDIO),
          Map.entry("input_cost_per_image_token", TokenType.INPUT_IMAGE),
          Map.entry("output_cost_per_image_token", TokenType.OUTPUT_IMAGE));

  private static final Pattern FIELD =
      Pattern.compile(
          "("
              + String.join("|", TYPES.keySet())
              + ")(_above_1hr|_above_12hr)?(?:_above_(\\d{1,5})k_tokens)?"
              + "(?:_(batches|priority|flex|ultrafast))?(?:_above_(\\d{1,5})k_tokens)?");

  private static final int MILLION_DIGITS = 6;

  /** A binary fraction written out has noise behind its sixteenth digit. */
  private static final MathContext DIGITS = new MathContext(10);

  private static final int MAX_EXPONENT = 60;

  private final TreeMap<String, BigDecimal> numbers = new TreeMap<>();
  private final TreeSet<Long> thresholds = new TreeSet<>();

  private PriceMapEntry() {}

  /** The token prices of an entry; empty when it has none. */
  static Optional<FlatPrice> read(JsonNode entry) throws Refusal {
    PriceMapEntry reading = new PriceMapEntry();
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      reading.field(field.getKey(), field.getValue());
    }
    if (reading.numbers.isEmpty()) {
      return Optional.empty();
    }
    reading.factors(entry.path("provider_specific_entry"));
    return Optional.of(reading.price());
  }

  private void field(String name, JsonNode value) throws Refusal {
    Matcher field = FIELD.matcher(name);
    if (value.isNull() || !field.matches()) {
      return;
    }
    TokenType type = TYPES.get(field.group(1));
    if (type == null || (field.group(2) != null && type != TokenType.CACHE_WRITE)) {
      return;
    }
    String code = (field.group(2) == null ? type : TokenType.CACHE_WRITE_LONG).code();
    String tier = field.group(4) == null ? "" : tier(field.group(4)) + ".";
    String above = field.group(3) == null ? field.group(5) : field.group(3);
    if (above != null) {
      long tokens = Long.parseLong(above) * 1_000;
      if (tokens == 0) {
        throw new Refusal(Reason.NOT_A_NUMBER, name + " is a long context of any size");
      }
      thresholds.add(tokens);
    }
    BigDecimal perMillion = number(name, value).movePointRight(MILLION_DIGITS).round(DIGITS);
    numbers.put(tier + (above == null ? "" : FlatPrice.LONG) + code, FlatPrice.plain(perMillion));
  }

  private static String tier(String suffix) {
    return suffix.equals("batches") ? "batch" : suffix;
  }

  private void factors(JsonNode factors) throws Refusal {
    if (factors.has("us")) {
      numbers.put(FlatPrice.REGION + "us", FlatPrice.plain(number("us", factors.path("us"))));
    }
    if (factors.has("fast")) {
      numbers.put(FlatPrice.SPEED + "fast", FlatPrice.plain(number("fast", factors.path("fast"))));
    }
  }

  /** Of several thresholds none can be kept, so the usual rates hold for all sizes. */
  private FlatPrice price() {
    if (thresholds.size() != 1) {
      numbers.keySet().removeIf(name -> name.contains(FlatPrice.LONG));
      return new FlatPrice(numbers, 0);
    }
    return new FlatPrice(numbers, thresholds.first());
  }

  private static BigDecimal number(String name, JsonNode value) throws Refusal {
    Optional<BigDecimal> number = decimal(value);
    if (number.isEmpty()) {
      throw new Refusal(Reason.NOT_A_NUMBER, name + " is " + cut(value));
    }
    if (number.get().signum() < 0) {
      throw new Refusal(Reason.NEGATIVE, name + " is " + cut(value));
    }
    return number.get();
  }

  private static Optional<BigDecimal> decimal(JsonNode value) {
    String text = value.isNumber() || value.isTextual() ? value.asText() : "";
    try {
      BigDecimal number = value.isBigDecimal() ? value.decimalValue() : new BigDecimal(text);
      return Math.abs((long) number.scale()) > MAX_EXPONENT || number.precision() > MAX_EXPONENT
          ? Optional.empty()
          : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty(); // NaN and infinities too
    }
  }

  private static String cut(JsonNode value) {
    String text = value.toString();
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
