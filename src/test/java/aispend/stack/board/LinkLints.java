// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** L20 and L21: where links lead, and what menus offer. */
final class LinkLints {
  static final List<Lint> ALL =
      List.of(new Lint("L20", LinkLints::links), new Lint("L21", LinkLints::menus));

  private static final Pattern BOARD = Pattern.compile("/d/(aispend-[a-z]+)\\?");
  private static final Pattern SET = Pattern.compile("var-([^=]+)=");
  private static final Pattern TAKEN = Pattern.compile("\\$\\{([a-z]+)(?::queryparam)?}");

  private LinkLints() {}

  private static Stream<String> links(Board board) {
    return board.json().findValues("url").stream()
        .map(JsonNode::asText)
        .filter(url -> !url.isEmpty() && !url.startsWith("/public/runbooks/"))
        .flatMap(url -> ofLink(board, url).map(problem -> problem + " in " + url));
  }

  private static Stream<String> ofLink(Board board, String url) {
    var target = BOARD.matcher(url);
    if (!target.lookingAt()) {
      return Stream.of("leads to no board");
    }
    Set<String> there =
        Board.all().stream()
            .filter(other -> other.uid().equals(target.group(1)))
            .flatMap(LinkLints::names)
            .collect(Collectors.toSet());
    if (there.isEmpty()) {
      return Stream.of("there is no board " + target.group(1));
    }
    Set<String> here = names(board).collect(Collectors.toSet());
    Stream<String> set =
        SET.matcher(url)
            .results()
            .flatMap(found -> choices(found.group(1)))
            .filter(name -> !there.contains(name))
            .map(name -> "that board has no menu " + name);
    Stream<String> taken =
        TAKEN
            .matcher(url)
            .results()
            .map(found -> found.group(1))
            .filter(name -> !here.contains(name))
            .map(name -> "this board has no menu " + name);
    return Stream.concat(set, taken);
  }

  private static Stream<String> choices(String name) {
    return name.equals("${group}") ? Variables.groups().stream() : Stream.of(name);
  }

  private static Stream<String> names(Board board) {
    return board.menus().map(menu -> menu.path("name").asText());
  }

  private static Stream<String> menus(Board board) {
    return board.menus().flatMap(LinkLints::ofMenu);
  }

  private static Stream<String> ofMenu(JsonNode menu) {
    List<String> problems = new ArrayList<>();
    String name = menu.path("name").asText();
    if (menu.path("includeAll").asBoolean() && !menu.path("allValue").asText().equals(".*")) {
      problems.add(name + ": All leaves out what is not attributed");
    }
    if (menu.path("type").asText().equals("query")) {
      if (menu.path("refresh").asInt() != 2) {
        problems.add(name + ": keeps its choices when the time range changes");
      }
      if (menu.path("definition").asText().contains("aispend_posted_")) {
        problems.add(name + ": asks postings, which are not there at every instant");
      }
    }
    return problems.stream();
  }
}
