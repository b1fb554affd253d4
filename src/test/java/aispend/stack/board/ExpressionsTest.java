// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Shipped;
import aispend.stack.Tool;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** L5, and what rules keep of the boards' rules. */
final class ExpressionsTest {
  static List<Expression> rules() {
    return Expression.ofRules();
  }

  @Test
  void everyExpressionOfBoardsAndDocuments_parses(@TempDir Path directory) throws IOException {
    Stream<Expression> boards = Board.all().stream().flatMap(Expression::ofBoard);
    List<Expression> all = Stream.concat(boards, Documents.expressions()).toList();

    Tool.Result result = parsed(all, directory);

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum(up", "sum by up", "up offset", "rate(up)"})
  void mistypedExpression_isSeen(String expression, @TempDir Path directory) throws IOException {
    assertThat(parsed(List.of(Expression.alone("here", expression)), directory).exit()).isNotZero();
  }

  /** As recording rules of one file: promtool has no command for a bare expression. */
  private static Tool.Result parsed(List<Expression> expressions, Path directory)
      throws IOException {
    ObjectNode file = Shipped.JSON.createObjectNode();
    ArrayNode rules = file.putArray("groups").addObject().put("name", "boards").putArray("rules");
    for (Expression expression : expressions) {
      rules
          .addObject()
          .put("record", "board:e" + rules.size())
          .put("expr", expression.asSent())
          .putObject("labels")
          .put("where", expression.where());
    }
    Path rulesFile = Files.writeString(directory.resolve("boards.yml"), file.toPrettyString());
    return Tool.promtool("check", "rules", rulesFile.toString());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_usesKnownMetricsAndLabelsOnly(Expression rule) {
    assertThat(PromQlLints.known(rule)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_readsCountersThroughIncreaseOrRate(Expression rule) {
    assertThat(PromQlLints.counters(rule)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_makesNoMoneyZeroForWantOfData(Expression rule) {
    if (rule.text().contains("_usd")) {
      assertThat(rule.text()).doesNotContain("or vector(0)");
    }
  }

  /** L14: late data does not change a day that was recorded. */
  @ParameterizedTest
  @MethodSource("rules")
  void rule_recordsNoDayOfPostings(Expression rule) {
    assertThat(PromQl.of(rule.text()).selectors())
        .filteredOn(selector -> selector.metric().startsWith("aispend_posted_"))
        .allSatisfy(selector -> assertThat(selector.range()).isNotIn("1d", "24h", ""));
  }
}
