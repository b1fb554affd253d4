// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The marks on the time axis that a board names, each with a switch at the board's top. */
final class Annotations {
  private Annotations() {}

  static ArrayNode of(JsonNode names, PromText text) {
    ArrayNode list = Shipped.JSON.createArrayNode();
    for (JsonNode name : names) {
      JsonNode source = Parts.named("annotations", name.asText());
      ObjectNode mark = list.addObject();
      mark.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
      mark.put("enable", true).put("hide", false);
      for (Map.Entry<String, JsonNode> field : source.properties()) {
        mark.set(field.getKey(), field.getValue());
      }
      mark.put("expr", text.written(source.path("expr").asText()));
    }
    return list;
  }
}
