// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The menus at the top of a board: data source, daemon, then dimensions, each within the last. */
final class Variables {
  private static final int LABEL_VALUES = 1;
  private static final int QUERY_RESULT = 3;
  private static final int ON_TIME_RANGE_CHANGE = 2;
  private static final int ALPHABETICAL = 1;
  private static final int REVERSE = 2;

  /** Menus with fixed choices, the first of which is chosen. */
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "bucket", List.of("1d", "1h"),
          "group", List.of("model", "project", "feature", "user", "provider"));

  private static final Map<String, String> TITLES =
      Map.of("bucket", "A bar is", "group", "Group by", "name", "Budget");

  private final ArrayNode list = Shipped.JSON.createArrayNode();
  private final StringBuilder matchers = new StringBuilder("job=~\"$job\"");

  private Variables() {}

  /** The names among these that are labels. */
  static List<String> labels(JsonNode names) {
    return Shipped.elements(names)
        .map(JsonNode::asText)
        .filter(name -> !CHOICES.containsKey(name))
        .toList();
  }

  /** What the menu Group by offers. */
  static List<String> groups() {
    return CHOICES.getOrDefault("group", List.of());
  }

  static ArrayNode of(JsonNode names) {
    Variables menus = new Variables();
    menus.list.add(dataSource());
    menus.list.add(daemon());
    names.forEach(name -> menus.add(name.asText()));
    return menus.list;
  }

  private void add(String name) {
    List<String> choices = CHOICES.get(name);
    list.add(choices == null ? dimension(name) : fixed(name, choices));
  }

  private static ObjectNode dataSource() {
    ObjectNode menu = Shipped.JSON.createObjectNode();
    menu.put("name", "datasource").put("label", "Data source").put("type", "datasource");
    menu.put("query", "prometheus").put("regex", "").put("refresh", 1).put("hide", 0);
    menu.put("includeAll", false).put("multi", false).putObject("current");
    return menu;
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

  private ObjectNode dimension(String name) {
    String values = "label_values(" + metric(name) + "{" + matchers + "}, " + name + ")";
    String title = TITLES.getOrDefault(name, capitalised(name));
    ObjectNode menu = query(name, title, values, LABEL_VALUES, ALPHABETICAL);
    // ".+" would hide spend whose project or model nobody knows.
    menu.put("includeAll", true).put("multi", true).put("allValue", ".*");
    menu.putObject("current").put("text", "All").put("value", "$__all").put("selected", true);
    matchers.append(",").append(name).append("=~\"$").append(name).append('"');
    return menu;
  }

  /** Scraped metrics only: postings are not there at every instant. */
  private static String metric(String label) {
    return switch (label) {
      case "feature", "user" -> "aispend_cost_usd_total";
      case "scope", "name" -> "aispend_budget_usd";
      default -> "aispend_window_cost_usd";
    };
  }

  private static ObjectNode fixed(String name, List<String> choices) {
    ObjectNode menu = Shipped.JSON.createObjectNode();
    menu.put("name", name).put("label", TITLES.get(name)).put("type", "custom");
    menu.put("query", String.join(",", choices)).put("hide", 0);
    menu.put("includeAll", false).put("multi", false);
    option(menu.putObject("current"), choices.get(0), true);
    ArrayNode options = menu.putArray("options");
    Stream.iterate(0, i -> i < choices.size(), i -> i + 1)
        .forEach(i -> option(options.addObject(), choices.get(i), i == 0));
    return menu;
  }

  private static void option(ObjectNode option, String choice, boolean selected) {
    option.put("text", choice).put("value", choice).put("selected", selected);
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
