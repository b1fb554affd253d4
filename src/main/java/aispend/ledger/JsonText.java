// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Several texts in one column, as JSON: whatever characters a vendor puts into them, no two lists
 * read the same.
 */
final class JsonText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};

  private JsonText() {}

  /**
   * As {@link ObjectMapper} writes it, without its effort: most of what is kept has such a text.
   */
  static String of(List<String> texts) {
    StringBuilder json = new StringBuilder("[");
    for (String text : texts) {
      json.append(json.length() == 1 ? "\"" : ",\"");
      JsonStringEncoder.getInstance().quoteAsString(text, json);
      json.append('"');
    }
    return json.append(']').toString();
  }

  static List<String> texts(String json) {
    return read(json, TEXTS);
  }

  /** Whole numbers by name; nothing is the empty text. */
  static String of(Map<String, Long> counts) {
    return counts.isEmpty() ? "" : written(counts);
  }

  static Map<String, Long> counts(String json) {
    return json.isEmpty() ? Map.of() : read(json, COUNTS);
  }

  private static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
