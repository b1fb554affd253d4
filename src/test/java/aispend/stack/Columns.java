// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Joins a table's queries by their labels and puts its columns into order under readable names. */
final class Columns {
  private Columns() {}

  static ArrayNode of(JsonNode source) {
    ArrayNode steps = Shipped.JSON.createArrayNode();
    steps.addObject().put("id", "merge").putObject("options");
    ObjectNode organize = steps.addObject().put("id", "organize").putObject("options");
    ObjectNode hidden = organize.putObject("excludeByName").put("Time", true);
    source.path("hide").forEach(name -> hidden.put(name.asText(), true));
    ObjectNode order = organize.putObject("indexByName");
    ObjectNode names = organize.putObject("renameByName");
    int index = 0;
    for (Map.Entry<String, JsonNode> column : source.path("columns").properties()) {
      order.put(column.getKey(), index++);
      names.set(column.getKey(), column.getValue());
    }
    if (source.has("sort")) {
      ObjectNode sort = steps.addObject().put("id", "sortBy").putObject("options");
      sort.putObject("fields");
      sort.putArray("sort").addObject().put("desc", true).set("field", source.path("sort"));
    }
    return steps;
  }
}
