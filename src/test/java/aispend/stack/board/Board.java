// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A board as Grafana reads it.
 *
 * @param stem of its file's name
 */
record Board(String stem, JsonNode json) {
  static List<Board> all() {
    return Shipped.files("grafana-dashboards/boards", ".json").stream().map(Board::of).toList();
  }

  static Board of(Path file) {
    return new Board(file.getFileName().toString().replace(".json", ""), Shipped.json(file));
  }

  static Board named(String stem) {
    return of(Shipped.path("grafana-dashboards/boards/aispend/" + stem + ".json"));
  }

  String uid() {
    return json.path("uid").asText();
  }

  /** All but the headings of rows. */
  Stream<JsonNode> panels() {
    return Shipped.elements(json.path("panels"))
        .filter(panel -> !panel.path("type").asText().equals("row"));
  }

  /** Panels that ask for something. */
  Stream<JsonNode> asking() {
    return panels().filter(panel -> !panel.path("type").asText().equals("text"));
  }

  Stream<JsonNode> menus() {
    return Shipped.elements(json.at("/templating/list"));
  }

  List<Expression> expressions() {
    return Expression.ofBoard(this).toList();
  }

  @Override
  public String toString() {
    return stem;
  }
}
