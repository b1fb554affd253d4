// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** JSON in which numbers keep every digit and their exponent. */
final class Json {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** Writes each field, as null where there is no value. */
  static void putAll(ObjectNode row, List<String> names, Map<String, String> values) {
    for (String name : names) {
      row.put(name, values.get(name));
    }
  }
}
