// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One rule that every board keeps.
 *
 * @param id as it is called in discussions, "L12"
 * @param check gives the violations of a board, each with its place
 */
record Lint(String id, Function<Board, Stream<String>> check) {
  /** All of them; no constant, as those of the three classes are made by this one. */
  static List<Lint> all() {
    return Stream.of(LayoutLints.ALL, PromQlLints.ALL, LinkLints.ALL)
        .flatMap(List::stream)
        .toList();
  }

  static Lint named(String id) {
    return all().stream().filter(lint -> lint.id.equals(id)).findFirst().orElseThrow();
  }

  List<String> problems(Board board) {
    return check.apply(board).toList();
  }

  /** A rule about single expressions. */
  static Lint ofExpressions(String id, Function<Expression, Stream<String>> check) {
    return new Lint(
        id,
        board ->
            board.expressions().stream()
                .flatMap(one -> check.apply(one).map(problem -> one.where() + ": " + problem)));
  }

  @Override
  public String toString() {
    return id;
  }
}
