// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lays one JSON object over another: objects are merged, lists appended, the rest replaced. */
final class Merge {
  private Merge() {}

  static ObjectNode over(ObjectNode below, JsonNode above) {
    above
        .propertyStream()
        .forEach(
            field -> {
              JsonNode old = below.path(field.getKey());
              JsonNode added = field.getValue();
              if (old instanceof ObjectNode object && added.isObject()) {
                over(object, added);
              } else if (old instanceof ArrayNode array && added instanceof ArrayNode more) {
                array.addAll(more);
              } else {
                below.set(field.getKey(), added.deepCopy());
              }
            });
    return below;
  }
}
