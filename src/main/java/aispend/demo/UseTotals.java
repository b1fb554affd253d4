// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums of use as the truth writes them. Used by one thread. */
final class UseTotals {
  /** Its requests are counted by completions already. */
  private static final String REPEATS_REQUESTS = "web_search_calls";

  private final Map<String, Long> tokens = new TreeMap<>();
  private final Map<String, Long> labels = new TreeMap<>();
  private final Map<String, Long> units = new TreeMap<>();
  private @Nullable Long requests;

  void add(String operation, Quantities quantities) {
    for (Quantity quantity : Quantity.values()) {
      long count = quantities.of(quantity);
      if (count == 0) {
        continue;
      }
      if (quantity.isToken()) {
        tokens.merge(quantity.tokenType().code(), count, Long::sum);
        labels.merge(quantity.tokenType().label(), count, Long::sum);
      } else if (quantity != Quantity.REQUESTS) {
        units.merge(quantity.code(), count, Long::sum);
      } else if (!operation.equals(REPEATS_REQUESTS)) {
        requests = requests == null ? count : requests + count;
      }
    }
  }

  /** Writes tokens by code and by label, requests (null when nobody says), and other units. */
  void write(ObjectNode json) {
    ObjectNode byCode = json.putObject("tokens");
    tokens.forEach(byCode::put);
    ObjectNode byLabel = json.putObject("tokens_by_label");
    labels.forEach(byLabel::put);
    json.put("requests", requests);
    ObjectNode byUnit = json.putObject("units");
    units.forEach(byUnit::put);
  }

  /** A level over days means nothing. */
  void dropLevels() {
    units.remove(Quantity.BYTES.code());
  }
}
