// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PromQL expression and where it stands.
 *
 * @param panel of its panel, an empty object when it belongs to none
 */
record Expression(String where, String text, JsonNode panel) {
  private static final JsonNode NONE = Shipped.JSON.createObjectNode();

  static Expression alone(String where, String text) {
    return new Expression(where, text, NONE);
  }

  static Stream<Expression> ofBoard(Board board) {
    Stream<Expression> panels = board.panels().flatMap(panel -> ofPanel(board, panel));
    Stream<Expression> marks =
        Shipped.elements(board.json().at("/annotations/list"))
            .map(m -> alone(board.uid() + "/" + m.path("name").asText(), m.path("expr").asText()));
    return Stream.of(panels, menus(board), marks).flatMap(all -> all);
  }

  private static Stream<Expression> ofPanel(Board board, JsonNode panel) {
    String where =
        board.uid() + "/" + panel.path("id").asInt() + " " + panel.path("title").asText();
    return Shipped.elements(panel.path("targets"))
        .map(target -> new Expression(where, target.path("expr").asText(), panel));
  }

  private static Stream<Expression> menus(Board board) {
    return Shipped.elements(board.json().at("/templating/list"))
        .filter(menu -> menu.has("definition"))
        .map(
            menu ->
                alone(
                    board.uid() + "/$" + menu.path("name").asText(),
                    menu.path("definition")
                        .asText()
                        .replaceFirst("^label_values\\((.*), \\w+\\)$", "$1")
                        .replaceFirst("^query_result\\((.*)\\)$", "$1")));
  }

  static List<Expression> ofRules() {
    return Shipped.files("prometheus/rules", ".yml").stream()
        .flatMap(file -> Shipped.elements(Shipped.yaml(file).path("groups")))
        .flatMap(group -> Shipped.elements(group.path("rules")))
        .map(rule -> alone(name(rule), rule.path("expr").asText()))
        .toList();
  }

  private static String name(JsonNode rule) {
    return rule.path("alert").asText(rule.path("record").asText());
  }

  /** What Grafana sends for it, with some value for every variable. */
  String asSent() {
    return text.replace("$__interval_ms", "86400000")
        .replace("$__interval", "1d")
        .replace("$__rate_interval", "5m")
        .replace("$__range", "7d")
        .replace("$group", "model")
        .replaceAll("\\$\\{?[a-z]+}?", ".*");
  }

  PromQl read() {
    return PromQl.of(text);
  }

  /** Names of the metrics it reads. */
  Set<String> metrics() {
    return read().selectors().stream().map(PromQl.Selector::metric).collect(Collectors.toSet());
  }

  boolean isOfMenu() {
    return where.contains("/$");
  }
}
