// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How each type of panel looks on our boards. */
final class PanelStyle {
  private PanelStyle() {}

  static ObjectNode options(String type, String legend) {
    ObjectNode options = Shipped.JSON.createObjectNode();
    switch (type) {
      case "stat" -> {
        reduce(options).put("colorMode", "value").put("graphMode", "none");
        options.put("textMode", "auto").put("justifyMode", "auto").put("orientation", "auto");
      }
      case "gauge" -> {
        reduce(options).put("orientation", "auto");
        options.put("showThresholdLabels", false).put("showThresholdMarkers", true);
      }
      case "bargauge" -> {
        reduce(options).put("displayMode", "basic").put("orientation", "horizontal");
        options.put("showUnfilled", true).put("valueMode", "color").put("namePlacement", "auto");
        options.put("sizing", "manual").put("minVizWidth", 8);
        options.put("minVizHeight", 12).put("maxVizHeight", 36);
        // Few bars would get letters as high as they are.
        options.putObject("text").put("titleSize", 13).put("valueSize", 16);
      }
      case "piechart" -> {
        reduce(options).put("pieType", "donut").putArray("displayLabels").add("percent");
        legend(options, legend).putArray("values").add("value").add("percent");
        options.putObject("tooltip").put("mode", "single").put("sort", "none");
      }
      case "barchart" -> {
        options.put("orientation", "vertical").put("showValue", "never").put("stacking", "none");
        options.put("barWidth", 0.9).put("groupWidth", 0.8).put("fullHighlight", false);
        options.put("xTickLabelRotation", 0).put("xTickLabelSpacing", 100);
        legend(options, legend);
        options.putObject("tooltip").put("mode", "multi").put("sort", "none");
      }
      case "table" -> {
        options.put("showHeader", true).put("cellHeight", "sm");
        options.putObject("footer").put("show", false);
      }
      case "timeseries" -> {
        courseLegend(options, legend);
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case "state-timeline" -> {
        options.put("mergeValues", true).put("showValue", "auto").put("rowHeight", 0.8);
        options.put("alignValue", "left");
        options.putObject("legend").put("showLegend", false);
        options.withObject("/legend").put("displayMode", "list").put("placement", "bottom");
        options.putObject("tooltip").put("mode", "single").put("sort", "none");
      }
      case "heatmap" -> HeatmapStyle.options(options);
      default -> throw new IllegalArgumentException("no style for a panel of type " + type);
    }
    return options;
  }

  /** Bars are added up in a table; a list is for what has no sum. */
  private static void courseLegend(ObjectNode options, String place) {
    ObjectNode legend = legend(options, place);
    if (!place.equals("list")) {
      legend.withArray("calcs").add("sum");
      legend.put("sortBy", "Total").put("sortDesc", true);
    }
  }

  /** "right" and "bottom" are tables, "list" is a list below. */
  private static ObjectNode legend(ObjectNode options, String place) {
    ObjectNode legend = options.putObject("legend");
    legend.put("displayMode", place.equals("list") ? "list" : "table");
    legend.put("placement", place.equals("right") ? "right" : "bottom").put("showLegend", true);
    legend.putArray("calcs");
    return legend;
  }

  private static ObjectNode reduce(ObjectNode options) {
    ObjectNode reduce = options.putObject("reduceOptions").put("fields", "").put("values", false);
    reduce.putArray("calcs").add("lastNotNull");
    return options;
  }

  static ObjectNode custom(String type, String style) {
    ObjectNode custom = Shipped.JSON.createObjectNode();
    return switch (type) {
      case "state-timeline" -> custom.put("fillOpacity", 70).put("lineWidth", 0);
      case "table" -> custom.put("filterable", false).put("minWidth", 80);
      case "barchart" -> custom.put("fillOpacity", 80).put("lineWidth", 0);
      case "timeseries" -> overTime(custom, style);
      default -> custom;
    };
  }

  private static ObjectNode overTime(ObjectNode custom, String style) {
    custom.put("spanNulls", false).put("showPoints", "auto").put("axisSoftMin", 0);
    if (!style.startsWith("bars")) {
      return custom.put("drawStyle", "line").put("lineWidth", 2).put("fillOpacity", 0);
    }
    custom.put("drawStyle", "bars").put("lineWidth", 0).put("fillOpacity", 80);
    // A posted bar starts at its instant; what is counted up to an instant stands before it.
    custom.put("barAlignment", style.equals("bars before") ? -1 : 1).put("barWidthFactor", 0.9);
    custom.putObject("stacking").put("mode", "normal").put("group", "A");
    return custom;
  }
}
