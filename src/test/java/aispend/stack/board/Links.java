// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Ways from one board to another that keep time, data source and daemon. */
final class Links {
  /** The board that explains a value of a dimension. */
  private static final Map<String, String> BOARDS =
      Map.of(
          "provider", "poller",
          "project", "project",
          "model", "models",
          "feature", "features",
          "user", "features",
          "name", "budgets");

  private static final String KEPT =
      "&${datasource:queryparam}&${job:queryparam}&${__url_time_range}";

  private Links() {}

  static ArrayNode ofBoard() {
    ArrayNode links = Shipped.JSON.createArrayNode();
    ObjectNode link = links.addObject().put("title", "AI spend").put("type", "dashboards");
    link.putArray("tags").add("aispend");
    link.put("asDropdown", true).put("includeVars", true).put("keepTime", true);
    link.put("targetBlank", false).put("icon", "external link").put("tooltip", "").put("url", "");
    return links;
  }

  /** From a bar or line with this label. */
  static ArrayNode ofSeries(String label) {
    return of(label, "${__field.labels." + label + "}");
  }

  /** From a row of a table with this column. */
  static ArrayNode ofColumn(String label) {
    return of(label, "${__data.fields." + label + "}");
  }

  /** To a board as a whole. */
  static ArrayNode to(String board) {
    return link("Open " + board, "/d/aispend-" + board + "?${provider:queryparam}" + KEPT);
  }

  private static ArrayNode of(String label, String value) {
    return switch (label) {
      // What the menu Group by chooses; the board of features has a menu for each of its choices.
      case "group" -> one("features", "${group}", value);
      // Grafana serves the runbooks as plain files.
      case "alertname" -> link("Runbook of " + value, "/public/runbooks/" + value + ".md");
      default -> one(board(label), label, value);
    };
  }

  private static String board(String label) {
    String board = BOARDS.get(label);
    if (board == null) {
      throw new IllegalArgumentException("no board explains " + label);
    }
    return board;
  }

  private static ArrayNode one(String board, String label, String value) {
    String encoded = value.replace("}", ":percentencode}");
    return link(
        "Look into " + value, "/d/aispend-" + board + "?var-" + label + "=" + encoded + KEPT);
  }

  private static ArrayNode link(String title, String url) {
    ArrayNode links = Shipped.JSON.createArrayNode();
    links.addObject().put("title", title).put("url", url).put("targetBlank", false);
    return links;
  }
}
