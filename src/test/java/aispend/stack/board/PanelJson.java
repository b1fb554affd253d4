// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One panel of a board. What a type of panel looks like by default is in {@link PanelStyle}. */
final class PanelJson {
  private static final List<String> COPIED =
      List.of("interval", "maxDataPoints", "timeFrom", "hideTimeOverride", "transparent");

  private PanelJson() {}

  static ObjectNode of(JsonNode source, int id, ObjectNode place, PromText text) {
    String type = source.path("type").asText();
    ObjectNode panel = Shipped.JSON.createObjectNode();
    panel.put("id", id).put("type", type);
    panel.set("title", source.path("title"));
    panel.set("description", source.path("description"));
    panel.set("gridPos", place);
    if (type.equals("text")) {
      ObjectNode options = panel.putObject("options").put("mode", "markdown");
      options.set("content", source.path("content"));
      return Merge.over(panel, source.path("merge"));
    }
    panel.set("datasource", datasource());
    panel.set("targets", Targets.of(source, type, text));
    panel.set("fieldConfig", FieldJson.of(source, type));
    panel.set("options", PanelStyle.options(type, source.path("legend").asText("right")));
    if (source.has("columns")) {
      panel.set("transformations", Columns.of(source));
    }
    for (String field : COPIED) {
      if (source.has(field)) {
        panel.set(field, source.path(field));
      }
    }
    return Merge.over(panel, source.path("merge"));
  }

  static ObjectNode datasource() {
    return Shipped.JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }
}
