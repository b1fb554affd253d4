// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * Makes a Grafana dashboard (classic JSON, schema 39) of a file in grafana-dashboards/source.
 * Panels are laid out from left to right in the order of the file, where there is room, and
 * numbered in that order.
 */
final class BoardJson {
  private static final int WIDTH = 24;
  private static final int FIRST_ROW_ID = 1000;
  private final ArrayNode panels = Shipped.JSON.createArrayNode();
  private final PromText text;

  /** How far down each column is taken. */
  private final int[] filled = new int[WIDTH];

  private int rows;
  private int lastPanel;

  private BoardJson(PromText text) {
    this.text = text;
  }

  static ObjectNode of(JsonNode source) {
    JsonNode menus = source.path("variables");
    PromText text = new PromText(Variables.labels(menus));
    ObjectNode board = Shipped.JSON.createObjectNode();
    board.putNull("id");
    board.set("uid", source.path("uid"));
    board.set("title", source.path("title"));
    board.set("description", source.path("description"));
    board.putArray("tags").add("aispend");
    board.put("schemaVersion", 39).put("version", 1).put("editable", false);
    board.put("timezone", "utc").put("weekStart", "monday").put("refresh", "5m");
    board.put("graphTooltip", 1).put("fiscalYearStartMonth", 0).put("liveNow", false);
    board.putObject("time").set("from", source.path("from"));
    board.withObject("/time").put("to", "now");
    board.putObject("timepicker");
    board.putObject("annotations").set("list", Annotations.of(source.path("annotations"), text));
    board.set("links", Links.ofBoard());
    board.putObject("templating").set("list", Variables.of(menus));
    board.set("panels", new BoardJson(text).panels(source.path("rows")));
    return board;
  }

  private ArrayNode panels(JsonNode rowSources) {
    for (JsonNode row : rowSources) {
      if (row.has("title")) {
        endLine();
        ObjectNode panel = panels.addObject().put("id", FIRST_ROW_ID + ++rows).put("type", "row");
        panel.set("title", row.path("title"));
        panel.put("collapsed", false).putArray("panels");
        panel.set("gridPos", place(WIDTH, 1));
      }
      for (JsonNode source : row.path("panels")) {
        JsonNode whole = Parts.panel(source);
        JsonNode size = whole.path("size");
        ObjectNode place = place(size.path(0).asInt(), size.path(1).asInt());
        panels.add(PanelJson.of(whole, ++lastPanel, place, text));
      }
    }
    return panels;
  }

  /** At the highest free place, of equals the leftmost. */
  private ObjectNode place(int width, int height) {
    int x = 0;
    for (int left = 1; left + width <= WIDTH; left++) {
      x = bottom(left, width) < bottom(x, width) ? left : x;
    }
    int y = bottom(x, width);
    Arrays.fill(filled, x, x + width, y + height);
    ObjectNode place = Shipped.JSON.createObjectNode();
    return place.put("x", x).put("y", y).put("w", width).put("h", height);
  }

  private int bottom(int left, int width) {
    return Arrays.stream(filled, left, left + width).max().orElseThrow();
  }

  private void endLine() {
    Arrays.fill(filled, bottom(0, WIDTH));
  }
}
