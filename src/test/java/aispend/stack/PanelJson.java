// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/** One panel of a board. What a type of panel looks like by default is in {@link PanelStyle}. */
final class PanelJson {
  private PanelJson() {}

  static ObjectNode of(JsonNode source, ObjectNode place) {
    String type = source.path("type").asText();
    ObjectNode panel = Shipped.JSON.createObjectNode();
    panel.set("id", source.path("id"));
    panel.put("type", type);
    panel.set("title", source.path("title"));
    panel.set("description", source.path("description"));
    panel.set("gridPos", place);
    panel.set("datasource", datasource());
    panel.set("targets", targets(source, type));
    ObjectNode field = panel.putObject("fieldConfig");
    ObjectNode defaults = field.putObject("defaults");
    defaults.set("unit", source.path("unit"));
    defaults.set("noValue", source.path("no_value"));
    if (source.path("unit").asText().equals("currencyUSD")) {
      defaults.put("decimals", 2);
    }
    defaults.set("color", color(source.path("color").asText()));
    defaults.set("thresholds", thresholds(source.path("thresholds")));
    defaults.set("custom", PanelStyle.custom(type, source.path("style").asText()));
    field.set("overrides", overrides(source.path("column_units")));
    panel.set("options", PanelStyle.options(type));
    if (source.has("columns")) {
      panel.set("transformations", Columns.of(source));
    }
    if (source.has("interval")) {
      panel.set("interval", source.path("interval"));
    }
    return Merge.over(panel, source.path("merge"));
  }

  private static ObjectNode datasource() {
    return Shipped.JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  private static ArrayNode targets(JsonNode source, String type) {
    ArrayNode targets = Shipped.JSON.createArrayNode();
    boolean range = type.equals("timeseries") || type.equals("state-timeline");
    char letter = 'A';
    for (JsonNode target : source.path("targets")) {
      String expression = target.isTextual() ? target.asText() : target.path("expr").asText();
      ObjectNode query = targets.addObject().put("refId", String.valueOf(letter++));
      query.set("datasource", datasource());
      query.put("editorMode", "code").put("expr", expression.strip());
      query.put("instant", !range).put("range", range);
      query.put("format", type.equals("table") ? "table" : "time_series");
      query.put("legendFormat", target.path("legend").asText(""));
    }
    return targets;
  }

  private static ObjectNode color(String name) {
    ObjectNode color = Shipped.JSON.createObjectNode();
    return switch (name) {
      case "" -> color.put("mode", "thresholds");
      // A provider keeps its colour on every board.
      case "palette" -> color.put("mode", "palette-classic-by-name");
      default -> color.put("mode", "fixed").put("fixedColor", name);
    };
  }

  private static ObjectNode thresholds(JsonNode colorsFrom) {
    ObjectNode thresholds = Shipped.JSON.createObjectNode().put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    if (colorsFrom.isEmpty()) {
      steps.addObject().put("color", "text").putNull("value");
    }
    Iterator<Map.Entry<String, JsonNode>> colors = colorsFrom.properties().iterator();
    while (colors.hasNext()) {
      Map.Entry<String, JsonNode> step = colors.next();
      steps.addObject().put("color", step.getKey()).set("value", step.getValue());
    }
    return thresholds;
  }

  private static ArrayNode overrides(JsonNode columnUnits) {
    ArrayNode overrides = Shipped.JSON.createArrayNode();
    for (Map.Entry<String, JsonNode> column : columnUnits.properties()) {
      ObjectNode override = overrides.addObject();
      override.putObject("matcher").put("id", "byName").put("options", column.getKey());
      ArrayNode properties = override.putArray("properties");
      properties.addObject().put("id", "unit").set("value", column.getValue());
    }
    return overrides;
  }
}
