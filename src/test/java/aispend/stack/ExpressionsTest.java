// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

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

final class ExpressionsTest {
  static List<Expression> expressions() {
    return Stream.concat(Expression.ofBoards().stream(), Expression.ofRules().stream()).toList();
  }

  static List<Expression> boards() {
    return Expression.ofBoards();
  }

  @Test
  void everyExpression_parses(@TempDir Path directory) throws IOException {
    // As recording rules of one file: promtool has no command for a bare expression.
    ObjectNode file = Shipped.JSON.createObjectNode();
    ArrayNode rules = file.putArray("groups").addObject().put("name", "boards").putArray("rules");
    int number = 0;
    for (Expression expression : boards()) {
      rules.addObject().put("record", "board:e" + number++).put("expr", expression.asSent());
    }
    Path rulesFile = Files.writeString(directory.resolve("boards.yml"), file.toPrettyString());

    Tool.Result result = Tool.promtool("check", "rules", rulesFile.toString());

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void expression_usesKnownMetricsOnly(Expression expression) {
    assertThat(expression.metrics())
        .filteredOn(name -> !Catalogue.OTHERS.contains(name) && !name.equals("vector"))
        .isSubsetOf(Catalogue.DAEMON);
  }

  @ParameterizedTest
  @MethodSource("boards")
  void boardExpression_readsOneDaemonOnly(Expression expression) {
    if (expression.where().endsWith("$job")) {
      return;
    }
    int selectors = expression.text().split("(aispend_[a-z_]+|ALERTS)\\{", -1).length - 1;
    int named = expression.text().split("job=~\"\\$job", -1).length - 1;

    assertThat(selectors).isPositive();
    assertThat(named).isEqualTo(selectors);
    assertThat(expression.text()).doesNotContainPattern("aispend_[a-z_]+(?![a-z_{])");
  }

  @ParameterizedTest
  @MethodSource("boards")
  void windowGauge_isReadForOneWindow(Expression expression) {
    if (expression.where().contains("$")) {
      return;
    }
    assertThat(expression.text()).doesNotContainPattern("aispend_window_[a-z_]+\\{(?!window=\")");
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void counter_isReadThroughIncreaseOrRate(Expression expression) {
    assertThat(expression.text().replaceAll("(increase|rate)\\(\\w+_total", "$1("))
        .doesNotContain("_total");
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void money_isNeverMadeZeroForWantOfData(Expression expression) {
    if (expression.text().contains("_usd")) {
      assertThat(expression.text()).doesNotContain("or vector(0)");
    }
  }
}
