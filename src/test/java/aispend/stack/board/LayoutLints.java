// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** L1 to L4: names, places, data sources, words and queries of panels. */
final class LayoutLints {
  static final List<Lint> ALL =
      List.of(
          new Lint("L1", board -> Stream.concat(identity(board), grid(board))),
          new Lint("L2", LayoutLints::dataSources),
          new Lint("L3", board -> board.panels().flatMap(LayoutLints::words)),
          new Lint("L4", board -> board.asking().flatMap(LayoutLints::queries)));

  private static final Set<String> OVER_TIME =
      Set.of("timeseries", "barchart", "state-timeline", "heatmap");

  private LayoutLints() {}

  private static Stream<String> identity(Board board) {
    List<String> problems = new ArrayList<>();
    JsonNode json = board.json();
    if (!board.uid().equals("aispend-" + board.stem()) || !board.uid().matches("aispend-[a-z]+")) {
      problems.add("uid is " + board.uid() + " in " + board.stem() + ".json");
    }
    if (!json.path("id").isNull()) {
      problems.add("id is not null");
    }
    if (!json.path("timezone").asText().equals("utc")) {
      problems.add("timezone is " + json.path("timezone") + "; days are UTC days");
    }
    if (json.path("editable").asBoolean(true)) {
      problems.add("editable, though a change would be lost");
    }
    return problems.stream();
  }

  private static Stream<String> grid(Board board) {
    List<String> problems = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : board.json().path("panels")) {
      String title = panel.path("title").asText();
      if (!ids.add(panel.path("id").asInt())) {
        problems.add(title + ": its id is another panel's");
      }
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      if (right < 1 || right > 24) {
        problems.add(title + ": is wider than the board");
      }
      if (!cells(place).allMatch(taken::add)) {
        problems.add(title + ": overlaps another panel");
      }
    }
    return problems.stream();
  }

  private static Stream<List<Integer>> cells(JsonNode place) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int x = 0; x < place.path("w").asInt(); x++) {
      for (int y = 0; y < place.path("h").asInt(); y++) {
        cells.add(List.of(place.path("x").asInt() + x, place.path("y").asInt() + y));
      }
    }
    return cells.stream();
  }

  private static Stream<String> dataSources(Board board) {
    long menus =
        board
            .menus()
            .filter(menu -> menu.path("type").asText().equals("datasource"))
            .filter(menu -> menu.path("query").asText().equals("prometheus"))
            .count();
    Stream<String> menu =
        menus == 1 ? Stream.empty() : Stream.of(menus + " menus for the data source");
    Stream<String> literal =
        board.json().findValues("datasource").stream()
            .filter(source -> !source.path("uid").asText().equals("${datasource}"))
            .map(source -> "asks " + source + " whatever the menu says");
    Stream<String> missing =
        board
            .asking()
            .filter(panel -> !panel.has("datasource") || !everyTargetHasOne(panel))
            .map(panel -> panel.path("title").asText() + ": no data source");
    return Stream.of(menu, literal, missing).flatMap(all -> all);
  }

  private static boolean everyTargetHasOne(JsonNode panel) {
    return panel.path("targets").valueStream().allMatch(target -> target.has("datasource"));
  }

  private static Stream<String> words(JsonNode panel) {
    List<String> problems = new ArrayList<>();
    String title = panel.path("title").asText();
    String description = panel.path("description").asText();
    // A line of its own without a heading: the banner.
    if (title.isBlank() && panel.at("/gridPos/h").asInt() > 1) {
      problems.add("panel " + panel.path("id") + " has no title");
    }
    if (description.length() < 20 || !description.endsWith(".")) {
      problems.add(title + ": description is '" + description + "'");
    }
    if (!panel.path("type").asText().equals("text")) {
      JsonNode defaults = panel.at("/fieldConfig/defaults");
      if (defaults.path("unit").asText().isBlank()) {
        problems.add(title + ": no unit");
      }
      if (defaults.path("noValue").asText().length() < 8) {
        problems.add(title + ": does not say what to do when it is empty");
      }
    }
    return problems.stream();
  }

  private static Stream<String> queries(JsonNode panel) {
    String title = panel.path("title").asText();
    boolean overTime = OVER_TIME.contains(panel.path("type").asText());
    List<String> problems = new ArrayList<>();
    if (panel.path("targets").isEmpty()) {
      problems.add(title + ": asks nothing");
    }
    for (JsonNode target : panel.path("targets")) {
      if (target.path("expr").asText().isBlank()) {
        problems.add(title + ": asks nothing in " + target.path("refId"));
      }
      if (target.path("instant").asBoolean() == target.path("range").asBoolean()) {
        problems.add(title + ": neither an instant nor a range");
      }
      if (overTime && !target.path("range").asBoolean()) {
        problems.add(title + ": shows a course and asks for one instant");
      }
    }
    return problems.stream();
  }
}
