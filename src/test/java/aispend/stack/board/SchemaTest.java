// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Shipped;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana would ignore without a word is seen here. */
final class SchemaTest {
  private final Schema schema =
      new Schema(Shipped.yaml(Shipped.path("src/test/resources/stack/board-schema.yml")));

  static Stream<Board> boards() {
    return Board.all().stream();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void board_holdsOnlyWhatGrafanaKnows(Board board) {
    assertThat(schema.problems(board.json())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schemaVersion\" : 39 | \"schemaVersion\" : 40 | not 39",
        "\"barAlignment\" : 1 | \"barAlignement\" : 1 | no field of this",
        "\"unit\" : \"currencyUSD\" | \"unit\" : \"dollars\" | none of",
        "\"type\" : \"timeseries\" | \"type\" : \"graph\" | no known kind",
        "\"steps\" : [ | \"step\" : [ | lacks steps",
        "\"qryType\" : 1 | \"qryType\" : 9 | none of",
        "\"refId\" : \"A\" | \"refId\" : 1 | not \"string\"",
        "\"from\" : \"now-30d\" | \"from\" : \"30 days\" | not like",
        "\"id\" : \"custom.fillOpacity\" | \"id\" : \"custom.opacity\" | no known kind"
      })
  void plantedMistake_isSeen(String text, String instead, String seen)
      throws JsonProcessingException {
    String good = Board.named("overview").json().toPrettyString();
    assertThat(good).contains(text);

    assertThat(schema.problems(Shipped.JSON.readTree(good.replace(text, instead))))
        .anySatisfy(problem -> assertThat(problem).contains(seen));
  }
}
