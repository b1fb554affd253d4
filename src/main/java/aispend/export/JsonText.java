// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.model.Money;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flat JSON objects on one line; money and instants are texts, as in the JSON API. */
final class JsonText {
  private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

  private JsonText() {}

  static String object(Map<String, ? extends @Nullable Object> members) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    members.forEach((name, value) -> plain.put(name, plain(value)));
    try {
      return WRITER.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row cannot be written as JSON", e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Money money) {
      return money.decimal();
    }
    return value instanceof Instant instant ? instant.toString() : value;
  }
}
