// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How each type of panel looks on our boards. */
final class PanelStyle {
  private PanelStyle() {}

  static ObjectNode options(String type) {
    ObjectNode options = Shipped.JSON.createObjectNode();
    switch (type) {
      case "stat" -> {
        reduce(options).put("colorMode", "value").put("graphMode", "none");
        options.put("textMode", "auto").put("justifyMode", "auto").put("orientation", "auto");
      }
      case "bargauge" -> {
        reduce(options).put("displayMode", "basic").put("orientation", "horizontal");
        options.put("showUnfilled", true).put("valueMode", "color").put("namePlacement", "auto");
      }
      case "table" -> {
        options.put("showHeader", true).put("cellHeight", "sm");
        options.putObject("footer").put("show", false);
      }
      case "timeseries" -> {
        ObjectNode legend = options.putObject("legend").put("displayMode", "table");
        legend.put("placement", "right").put("showLegend", true);
        legend.put("sortBy", "Total").put("sortDesc", true).putArray("calcs").add("sum");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case "state-timeline" -> {
        options.put("mergeValues", true).put("showValue", "auto").put("rowHeight", 0.8);
        options.putObject("legend").put("showLegend", false);
        options.putObject("tooltip").put("mode", "single");
      }
      default -> throw new IllegalArgumentException("no style for a panel of type " + type);
    }
    return options;
  }

  private static ObjectNode reduce(ObjectNode options) {
    ObjectNode reduce = options.putObject("reduceOptions").put("fields", "").put("values", false);
    reduce.putArray("calcs").add("lastNotNull");
    return options;
  }

  static ObjectNode custom(String type, String style) {
    ObjectNode custom = Shipped.JSON.createObjectNode();
    if (type.equals("state-timeline")) {
      return custom.put("fillOpacity", 70).put("lineWidth", 0);
    }
    if (type.equals("table")) {
      return custom.put("filterable", false);
    }
    if (!type.equals("timeseries")) {
      return custom;
    }
    custom.put("spanNulls", false).put("showPoints", "never").put("axisSoftMin", 0);
    if (!style.equals("bars")) {
      return custom.put("drawStyle", "line").put("lineWidth", 2).put("fillOpacity", 0);
    }
    custom.put("drawStyle", "bars").put("lineWidth", 0).put("fillOpacity", 80);
    // What is counted up to an instant stands before it.
    custom.put("barAlignment", -1).putObject("stacking").put("mode", "normal").put("group", "A");
    return custom;
  }
}
