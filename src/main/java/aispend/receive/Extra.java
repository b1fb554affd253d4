// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What an event says that is kept as it came: trace, model asked first, the sender's own values.
 */
final class Extra {
  private static final int MOST_ENTRIES = 50;

  private Extra() {}

  /** A JSON object; empty when there is nothing of it. */
  static String of(Fields fields) throws FieldException {
    ObjectNode extra = JsonNodeFactory.instance.objectNode();
    for (String field : new String[] {"fallback_from", "trace_id"}) {
      String text = fields.text(field);
      if (text != null) {
        extra.put(field, text);
      }
    }
    JsonNode metadata = fields.node("metadata");
    if (metadata != null) {
      check(metadata);
      extra.set("metadata", metadata);
    }
    return extra.isEmpty() ? "" : Canonical.text(extra);
  }

  private static void check(JsonNode metadata) throws FieldException {
    if (!metadata.isObject() || metadata.size() > MOST_ENTRIES) {
      throw FieldException.bad(
          "metadata",
          metadata.isObject() ? metadata.size() + " entries" : metadata.toString(),
          "must be an object of at most " + MOST_ENTRIES + " texts");
    }
    for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
      Fields.text("metadata." + entry.getKey(), entry.getValue());
    }
  }
}
