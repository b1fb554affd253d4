// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Joins a table's queries by their labels and puts its columns into order under readable names. A
 * column is a label, or the letter of a query for its value.
 */
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
    boolean single = source.path("targets").size() == 1;
    int index = 0;
    for (Map.Entry<String, JsonNode> column : source.path("columns").properties()) {
      String field = field(column.getKey(), single);
      JsonNode shown = column.getValue();
      order.put(field, index++);
      names.set(field, shown.isObject() ? shown.path("name") : shown);
    }
    if (source.has("sort")) {
      ObjectNode sort = steps.addObject().put("id", "sortBy").putObject("options");
      sort.putObject("fields");
      sort.putArray("sort").addObject().put("desc", true).set("field", source.path("sort"));
    }
    return steps;
  }

  private static String field(String column, boolean single) {
    if (!column.matches("[A-Z]")) {
      return column;
    }
    return single ? "Value" : "Value #" + column;
  }
}
