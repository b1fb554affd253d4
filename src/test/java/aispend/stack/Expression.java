// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A PromQL expression and where it stands. */
record Expression(String where, String text) {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern OURS = Pattern.compile("\\b(?:aispend|alertmanager)_[a-z0-9_]+");
  private static final Pattern METRIC = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b");
  private static final Pattern CALL_OR_LIST =
      Pattern.compile(
          "\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
              + "|\\{[^}]*}|\\[[^]]*]|\\b[a-z_]+\\s*(?=\\()"
              + "|\\b(?:and|or|unless|bool|offset|sum|min|max|avg|count|group)\\b");

  static List<Expression> ofBoards() {
    return BoardsTest.boards().stream().flatMap(Expression::ofBoard).toList();
  }

  private static Stream<Expression> ofBoard(Path file) {
    JsonNode board = Shipped.json(file);
    Stream<Expression> panels =
        BoardsTest.panels(board)
            .flatMap(
                panel ->
                    Shipped.elements(panel.path("targets"))
                        .map(
                            target ->
                                new Expression(
                                    board.path("uid").asText() + "/" + panel.path("id").asText(),
                                    target.path("expr").asText())));
    Stream<Expression> menus =
        Shipped.elements(board.at("/templating/list"))
            .filter(menu -> menu.has("definition"))
            .map(
                menu ->
                    new Expression(
                        board.path("uid").asText() + "/$" + menu.path("name").asText(),
                        menu.path("definition")
                            .asText()
                            .replaceFirst("^label_values\\((.*), \\w+\\)$", "$1")
                            .replaceFirst("^query_result\\((.*)\\)$", "$1")));
    return Stream.concat(panels, menus);
  }

  static List<Expression> ofRules() {
    return Shipped.alerts().stream()
        .map(rule -> new Expression(rule.path("alert").asText(), rule.path("expr").asText()))
        .toList();
  }

  /** What Grafana sends for it, with some value for every variable. */
  String asSent() {
    return text.replace("$__interval", "1h")
        .replace("$__rate_interval", "1m")
        .replace("$__range", "7d")
        .replaceAll("\\$\\{?[a-z]+}?", ".*");
  }

  /** Names of the metrics it reads. */
  Set<String> metrics() {
    String bare = CALL_OR_LIST.matcher(STRING.matcher(asSent()).replaceAll("\"\"")).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher metric = METRIC.matcher(bare);
    while (metric.find()) {
      names.add(metric.group());
    }
    Matcher ours = OURS.matcher(STRING.matcher(text).replaceAll("\"\""));
    while (ours.find()) {
      names.add(ours.group());
    }
    return names;
  }
}
