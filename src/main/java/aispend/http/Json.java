// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reading vendors' JSON. Fractions keep every digit, trailing zeros included. A document with
 * something behind it, with a repeated key, or nested deeper than {@value #MAX_DEPTH} is refused.
 * The words {@code NaN} and {@code Infinity} are let through as numbers, so that one such amount
 * costs its row and not the whole answer.
 */
public final class Json {
  static final int MAX_DEPTH = 100;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .reader();

  private static final ObjectReader LINES =
      READER.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).forType(JsonNode.class);

  private Json() {}

  /**
   * Reads one document.
   *
   * @return the document; a missing node when there is none
   * @throws JsonProcessingException when it is no JSON or more than one document
   */
  static JsonNode read(InputStream bytes) throws IOException {
    try {
      return READER.readTree(bytes);
    } catch (NumberFormatException e) {
      throw beyondRange(e);
    }
  }

  /** Reads documents one behind the other, as NDJSON has them, into a list. */
  static JsonNode readLines(InputStream bytes) throws IOException {
    ArrayNode documents = list();
    try (MappingIterator<JsonNode> lines = LINES.readValues(bytes)) {
      while (lines.hasNextValue()) {
        documents.add(lines.nextValue());
      }
      return documents;
    } catch (NumberFormatException e) {
      throw beyondRange(e);
    }
  }

  static ArrayNode list() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Reads one document from text, as {@link #read(InputStream)}. */
  public static JsonNode read(String text) throws JsonProcessingException {
    try {
      return READER.readTree(text);
    } catch (NumberFormatException e) {
      throw beyondRange(e);
    }
  }

  /**
   * Jackson 2.22 lets it through as it is: {@code 1e99999999999} is more than a BigDecimal holds.
   */
  private static JsonProcessingException beyondRange(NumberFormatException cause) {
    return new JsonParseException(null, "a number has an exponent beyond all use", cause);
  }

  /**
   * A number as the vendor wrote it, whether as a JSON number or inside a string.
   *
   * @return its text, which may have an exponent or, from a string, be no number at all; null when
   *     the node is missing, null, or of another type
   */
  public static @Nullable String decimalText(JsonNode node) {
    if (node.isBigDecimal()) {
      return node.decimalValue().toString();
    }
    return node.isNumber() || node.isTextual() ? node.asText().strip() : null;
  }

  /** The text of a field; null when it is missing, null or empty. Numbers and truths as written. */
  public static @Nullable String text(JsonNode object, String field) {
    JsonNode node = object.path(field);
    return node.isValueNode() && !node.isNull() && !node.asText().isEmpty() ? node.asText() : null;
  }

  /**
   * A whole number, also written as {@code "12"} or {@code 12.0}.
   *
   * @return null when the node is none, or does not fit 64 bits
   */
  public static @Nullable Long wholeNumber(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? node.longValue() : null;
    }
    String text = decimalText(node);
    if (text == null || text.length() > 40) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // Digits before the point first: expanding 1e999999999 would take all memory.
      return number.precision() - number.scale() > 19 ? null : number.longValueExact();
    } catch (NumberFormatException e) {
      return null;
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
