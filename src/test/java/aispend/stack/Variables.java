// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The menus at the top of a board: data source, daemon, then dimensions, each within the last. */
final class Variables {
  private static final int LABEL_VALUES = 1;
  private static final int QUERY_RESULT = 3;
  private static final int ON_TIME_RANGE_CHANGE = 2;
  private static final int ALPHABETICAL = 1;
  private static final int REVERSE = 2;

  private Variables() {}

  static ArrayNode of(JsonNode dimensions) {
    ArrayNode list = Shipped.JSON.createArrayNode();
    list.addObject()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", "prometheus")
        .put("regex", "")
        .put("refresh", 1)
        .put("hide", 0)
        .put("includeAll", false)
        .put("multi", false)
        .putObject("current");
    list.add(daemon());
    StringBuilder matchers = new StringBuilder("job=~\"$job\"");
    for (JsonNode dimension : dimensions) {
      String name = dimension.asText();
      String values = "label_values(aispend_window_cost_usd{" + matchers + "}, " + name + ")";
      ObjectNode menu = query(name, capitalised(name), values, LABEL_VALUES, ALPHABETICAL);
      // ".+" would hide spend whose project or model nobody knows.
      menu.put("includeAll", true).put("multi", true).put("allValue", ".*");
      menu.putObject("current").put("text", "All").put("value", "$__all").put("selected", true);
      list.add(menu);
      matchers.append(",").append(name).append("=~\"$").append(name).append('"');
    }
    return list;
  }

  /**
   * The real daemon or the demo: exactly one of them, so that their money is never added up. The
   * demo, which somebody has just started, comes first; two hours after its end it is gone.
   */
  private static ObjectNode daemon() {
    String running = "query_result(group by (job) (last_over_time(aispend_build_info[2h])))";
    ObjectNode menu = query("job", "Data", running, QUERY_RESULT, REVERSE);
    menu.put("regex", "/job=\"([^\"]+)\"/").put("includeAll", false).put("multi", false);
    menu.putObject("current");
    return menu;
  }

  private static ObjectNode query(String name, String label, String query, int kind, int sort) {
    ObjectNode menu = Shipped.JSON.createObjectNode();
    menu.put("name", name).put("label", label).put("type", "query");
    menu.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
    menu.put("definition", query).put("regex", "").put("hide", 0);
    menu.putObject("query").put("query", query).put("qryType", kind).put("refId", name);
    menu.put("refresh", ON_TIME_RANGE_CHANGE).put("sort", sort);
    menu.putArray("options");
    return menu;
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
