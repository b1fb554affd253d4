// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** How the numbers of a panel are written and coloured. */
final class FieldJson {
  private FieldJson() {}

  static ObjectNode of(JsonNode source, String type) {
    ObjectNode field = Shipped.JSON.createObjectNode();
    ObjectNode defaults = field.putObject("defaults");
    defaults.set("unit", source.path("unit"));
    defaults.set("noValue", Parts.or("no_values", source.path("no_value")));
    switch (source.path("unit").asText()) {
      case "currencyUSD" -> defaults.put("decimals", 2);
      case "percentunit" -> defaults.put("decimals", 1);
      default -> {}
    }
    if (type.endsWith("gauge")) {
      defaults.put("displayName", ofLabels(source.at("/targets/0/legend").asText()));
    }
    if (type.equals("bargauge")) {
      defaults.put("min", 0);
    }
    for (String name : new String[] {"decimals", "min", "max"}) {
      if (source.has(name)) {
        defaults.set(name, source.path(name));
      }
    }
    defaults.set("color", color(source.path("color").asText()));
    defaults.set("thresholds", thresholds(source.path("thresholds")));
    if (source.has("mappings")) {
      defaults.set("mappings", mappings(source.path("mappings")));
    }
    if (source.has("link")) {
      defaults.set("links", Links.ofSeries(source.path("link").asText()));
    } else if (source.has("open")) {
      defaults.set("links", Links.to(source.path("open").asText()));
    }
    defaults.set("custom", PanelStyle.custom(type, source.path("style").asText()));
    field.set("overrides", Overrides.of(source));
    return field;
  }

  /** A legend as a name that stays when there is one value only. */
  private static String ofLabels(String legend) {
    return legend.replaceAll("\\{\\{(\\w+)}}", "\\${__field.labels.$1}");
  }

  static ObjectNode color(String name) {
    ObjectNode color = Shipped.JSON.createObjectNode();
    return switch (name) {
      case "" -> color.put("mode", "thresholds");
      // One after another, so that no two series look alike; providers have colours of their own.
      case "palette" -> color.put("mode", "palette-classic");
      default -> color.put("mode", "fixed").put("fixedColor", name);
    };
  }

  static ObjectNode thresholds(JsonNode scale) {
    ObjectNode thresholds = Shipped.JSON.createObjectNode().put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    JsonNode colorsFrom = Parts.or("scales", scale);
    if (colorsFrom.isEmpty()) {
      steps.addObject().put("color", "text").putNull("value");
    }
    for (Map.Entry<String, JsonNode> step : colorsFrom.properties()) {
      steps.addObject().put("color", step.getKey()).set("value", step.getValue());
    }
    return thresholds;
  }

  /** From {@code value: [text, color]}. */
  static ArrayNode mappings(JsonNode source) {
    ArrayNode mappings = Shipped.JSON.createArrayNode();
    ObjectNode values = mappings.addObject().put("type", "value").putObject("options");
    int index = 0;
    for (Map.Entry<String, JsonNode> one : source.properties()) {
      ObjectNode shown = values.putObject(one.getKey()).put("index", index++);
      shown.set("text", one.getValue().path(0));
      shown.set("color", one.getValue().path(1));
    }
    return mappings;
  }
}
