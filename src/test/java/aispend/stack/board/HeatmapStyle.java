// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Histograms over time: Prometheus' buckets upwards, darker where more calls are. */
final class HeatmapStyle {
  private HeatmapStyle() {}

  static void options(ObjectNode options) {
    options.put("calculate", false).put("cellGap", 1);
    ObjectNode color = options.putObject("color").put("mode", "scheme").put("scheme", "Blues");
    color.put("steps", 64).put("reverse", false).put("exponent", 0.5).put("fill", "dark-blue");
    color.put("scale", "exponential");
    options.putObject("cellValues").put("unit", "short");
    options.putObject("rowsFrame").put("layout", "auto");
    options.putObject("yAxis").put("axisPlacement", "left").put("unit", "s").put("reverse", false);
    options.putObject("legend").put("show", true);
    options.putObject("tooltip").put("show", true).put("yHistogram", false).put("mode", "single");
    options.putObject("filterValues").put("le", 1e-9);
    options.putObject("exemplars").put("color", "rgba(255,0,255,0.7)");
  }
}
