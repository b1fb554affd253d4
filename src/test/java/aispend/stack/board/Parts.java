// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What several boards share: panels, texts, scales, annotations. */
final class Parts {
  private static final JsonNode FILE = Shipped.yaml(Shipped.path("grafana-dashboards/parts.yml"));

  private Parts() {}

  /** A panel as its board writes it, laid over the shared one that it names with {@code use}. */
  static JsonNode panel(JsonNode source) {
    if (!source.has("use")) {
      return source;
    }
    ObjectNode shared = named("panels", source.path("use").asText()).deepCopy();
    ObjectNode own = source.deepCopy();
    own.remove("use");
    own.properties().forEach(field -> shared.set(field.getKey(), field.getValue()));
    return shared;
  }

  /** A shared value by its name, or the value itself when it is none. */
  static JsonNode or(String kind, JsonNode value) {
    return value.isTextual() && FILE.path(kind).has(value.asText())
        ? FILE.path(kind).path(value.asText())
        : value;
  }

  static JsonNode all(String kind) {
    return FILE.path(kind);
  }

  static JsonNode named(String kind, String name) {
    JsonNode found = FILE.path(kind).path(name);
    if (found.isMissingNode()) {
      throw new IllegalArgumentException("parts.yml has no " + name + " among its " + kind);
    }
    return found;
  }
}
