// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** What the shipped boards ask Prometheus, for tests that ask it in their place. */
public final class BoardQueries {
  private BoardQueries() {}

  /**
   * One query of a panel.
   *
   * @param board stem of the board's file
   * @param text with Grafana's variables in it
   * @param instant whether it is asked for one instant only
   */
  public record Query(String board, String panel, String refId, String text, boolean instant) {
    /** Whether it is what is left of a stack of the ten largest. */
    public boolean rest() {
      return text.contains(" unless on (") && text.contains("topk(10,");
    }

    @Override
    public String toString() {
      return board + "/" + panel + " " + refId;
    }
  }

  public static List<Query> all() {
    return Board.all().stream().flatMap(BoardQueries::of).toList();
  }

  private static Stream<Query> of(Board board) {
    return board.asking().flatMap(panel -> of(board, panel));
  }

  private static Stream<Query> of(Board board, JsonNode panel) {
    return Shipped.elements(panel.path("targets"))
        .map(
            target ->
                new Query(
                    board.stem(),
                    panel.path("title").asText(),
                    target.path("refId").asText(),
                    target.path("expr").asText(),
                    target.path("instant").asBoolean()));
  }
}
