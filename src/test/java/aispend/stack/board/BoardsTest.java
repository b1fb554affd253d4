// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Shipped;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boards as Grafana reads them. To write them anew: {@code -Dboards.write=true}. */
final class BoardsTest {
  static List<Path> sources() {
    return Shipped.files("grafana-dashboards/source", ".yml");
  }

  static Stream<Board> boards() {
    return Board.all().stream();
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
  void boards_areTheEightOfTheDocuments() {
    assertThat(boards())
        .hasSameSizeAs(sources())
        .extracting(Board::uid)
        .containsExactlyInAnyOrder(
            "aispend-overview",
            "aispend-project",
            "aispend-models",
            "aispend-features",
            "aispend-budgets",
            "aispend-reconciliation",
            "aispend-poller",
            "aispend-latency");
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyBoard_saysFirstWhetherItsMoneyIsReal(Board board) {
    assertThat(board.panels().findFirst())
        .hasValueSatisfying(
            panel ->
                assertThat(panel.at("/targets/0/expr").asText())
                    .isEqualTo("max(aispend_demo{job=~\"$job\"})"));
  }

  @ParameterizedTest
  @MethodSource("boards")
  void boardWithBars_saysHowToReadThem(Board board) {
    boolean bars = board.expressions().stream().anyMatch(e -> e.text().contains("offset -$__int"));

    assertThat(board.panels().anyMatch(p -> p.path("type").asText().equals("text")))
        .isEqualTo(bars);
  }

  @ParameterizedTest
  @MethodSource("boards")
  void theMenuOfBars_isThereWhereBarsFollowIt(Board board) {
    boolean asked = board.panels().anyMatch(p -> p.path("interval").asText().equals("$bucket"));

    assertThat(board.menus().anyMatch(menu -> menu.path("name").asText().equals("bucket")))
        .isEqualTo(asked);
  }
}
