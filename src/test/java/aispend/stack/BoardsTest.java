// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boards as Grafana reads them. To write them anew: {@code -Dboards.write=true}. */
final class BoardsTest {
  static List<Path> sources() {
    return Shipped.files("grafana-dashboards/source", ".yml");
  }

  static List<Path> boards() {
    return Shipped.files("grafana-dashboards/boards", ".json");
  }

  static Stream<JsonNode> panels(JsonNode board) {
    return Shipped.elements(board.path("panels"))
        .filter(panel -> !panel.path("type").asText().equals("row"));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void board_isWhatItsSourceSays(Path source) throws IOException {
    String name = source.getFileName().toString().replace(".yml", ".json");
    Path board = Shipped.path("grafana-dashboards/boards/aispend").resolve(name);
    String json =
        Shipped.JSON
                .writer(
                    new DefaultPrettyPrinter()
                        .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE))
                .writeValueAsString(BoardJson.of(Shipped.yaml(source)))
            + "\n";
    if (Boolean.getBoolean("boards.write")) {
      Files.writeString(board, json);
    }

    assertThat(board).as("run with -Dboards.write=true and commit").content().isEqualTo(json);
  }

  @Test
  void everyBoard_hasASource() {
    assertThat(boards()).hasSameSizeAs(sources()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void board_isFoundByItsFileName(Path file) {
    JsonNode board = Shipped.json(file);

    assertThat(board.path("uid").asText())
        .matches("aispend-[a-z]+")
        .isEqualTo("aispend-" + file.getFileName().toString().replace(".json", ""));
    assertThat(board.path("id").isNull()).isTrue();
    assertThat(board.path("timezone").asText()).isEqualTo("utc");
    assertThat(board.path("editable").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_haveTheirOwnIdAndPlace(Path file) {
    JsonNode board = Shipped.json(file);
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : board.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as(panel.path("title").asText()).isTrue();
      JsonNode place = panel.path("gridPos");
      assertThat(place.path("x").asInt() + place.path("w").asInt()).isBetween(1, 24);
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          assertThat(taken.add(List.of(place.path("x").asInt() + x, place.path("y").asInt() + y)))
              .as("%s overlaps", panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_explainThemselvesAndTheirEmptiness(Path file) {
    assertThat(panels(Shipped.json(file)))
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              JsonNode defaults = panel.at("/fieldConfig/defaults");
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText())
                  .hasSizeGreaterThan(20)
                  .matches("(?s).*[.%]");
              assertThat(defaults.path("unit").asText()).isNotBlank();
              assertThat(defaults.path("noValue").asText()).hasSizeGreaterThan(8);
            });
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyQuery_asksTheChosenDataSource(Path file) {
    JsonNode board = Shipped.json(file);

    assertThat(board.findValues("datasource"))
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.path("uid").asText()).isEqualTo("${datasource}"));
    assertThat(panels(board))
        .allSatisfy(
            panel -> {
              assertThat(panel.path("datasource").path("uid").asText()).isNotEmpty();
              assertThat(panel.path("targets")).isNotEmpty();
              assertThat(panel.path("targets"))
                  .allSatisfy(
                      target -> {
                        assertThat(target.path("datasource").path("uid").asText()).isNotEmpty();
                        assertThat(target.path("expr").asText()).isNotBlank();
                      });
            });
  }

  @ParameterizedTest
  @MethodSource("boards")
  void menus_keepUnattributedSpendAndFollowTheTimeRange(Path file) {
    List<JsonNode> menus =
        Shipped.elements(Shipped.json(file).at("/templating/list"))
            .filter(menu -> menu.path("type").asText().equals("query"))
            .toList();

    assertThat(menus).allMatch(menu -> menu.path("refresh").asInt() == 2);
    assertThat(menus)
        .filteredOn(menu -> menu.path("includeAll").asBoolean())
        .isNotEmpty()
        .allMatch(menu -> menu.path("allValue").asText().equals(".*"));
  }
}
