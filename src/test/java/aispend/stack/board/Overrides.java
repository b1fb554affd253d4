// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** What single series and columns of a panel look like. */
final class Overrides {
  private final ArrayNode overrides = Shipped.JSON.createArrayNode();

  private Overrides() {}

  static ArrayNode of(JsonNode source) {
    Overrides all = new Overrides();
    if (source.path("color").asText().equals("palette")) {
      all.sharedColors();
    }
    source.path("targets").forEach(target -> all.faint(target.path("settled").asText()));
    if (source.has("columns")) {
      // Else each empty cell would say why the whole table may be empty.
      property(all.add("byRegexp", "/.*/"), "noValue", TextNode.valueOf("–"));
    }
    for (JsonNode column : source.path("columns")) {
      all.column(column);
    }
    for (Map.Entry<String, JsonNode> series : source.path("series").properties()) {
      all.series(series.getKey(), series.getValue());
    }
    return all.overrides;
  }

  /** The same vendor in the same colour, settled or not; what nobody owns in grey. */
  private void sharedColors() {
    Parts.all("colors")
        .properties()
        .forEach(
            color ->
                add("byRegexp", color.getKey())
                    .addObject()
                    .put("id", "color")
                    .set("value", FieldJson.color(color.getValue().asText())));
  }

  private void faint(String settled) {
    if (!settled.isEmpty()) {
      ArrayNode look = add("byRegexp", "/[Nn]ot settled yet$/");
      look.addObject().put("id", "custom.fillOpacity").put("value", 30);
    }
  }

  private void column(JsonNode column) {
    if (!column.isObject() || column.size() == 1) {
      return;
    }
    ArrayNode look = add("byName", column.path("name").asText());
    for (Map.Entry<String, JsonNode> one : column.properties()) {
      JsonNode value = one.getValue();
      switch (one.getKey()) {
        case "name" -> {}
        case "unit", "decimals", "min", "max" -> property(look, one.getKey(), value);
        case "thresholds" -> property(look, "thresholds", FieldJson.thresholds(value));
        case "mappings" -> property(look, "mappings", FieldJson.mappings(value));
        case "color" -> property(look, "color", FieldJson.color(value.asText()));
        case "width" -> property(look, "custom.width", value);
        case "cell" -> {
          property(look, "custom.cellOptions", cell(value.asText()));
          // A bar is as long as its share of the column, not of all columns.
          property(look, "fieldMinMax", BooleanNode.TRUE);
        }
        case "link" -> property(look, "links", Links.ofColumn(value.asText()));
        default -> throw new IllegalArgumentException("a column has no " + one.getKey());
      }
    }
  }

  private static ObjectNode cell(String name) {
    ObjectNode cell = Shipped.JSON.createObjectNode();
    return switch (name) {
      case "gauge" ->
          cell.put("type", "gauge").put("mode", "basic").put("valueDisplayMode", "text");
      case "text" -> cell.put("type", "color-text");
      case "background" -> cell.put("type", "color-background").put("mode", "basic");
      default -> throw new IllegalArgumentException("no cell called " + name);
    };
  }

  private void series(String name, JsonNode look) {
    ArrayNode properties = add(name.startsWith("/") ? "byRegexp" : "byName", name);
    for (Map.Entry<String, JsonNode> one : look.properties()) {
      boolean color = one.getKey().equals("color");
      JsonNode value = color ? FieldJson.color(one.getValue().asText()) : one.getValue();
      property(properties, one.getKey(), value);
    }
  }

  private ArrayNode add(String matcher, String name) {
    ObjectNode override = overrides.addObject();
    override.putObject("matcher").put("id", matcher).put("options", name);
    return override.putArray("properties");
  }

  private static void property(ArrayNode properties, String id, JsonNode value) {
    properties.addObject().put("id", id).set("value", value);
  }
}
