// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Catalogue;
import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentsTest {
  private static final Pattern NAME = Pattern.compile("\\baispend_[a-z0-9_]+\\b(?![.*])");

  /** How Compose calls the volumes and networks of its project aispend. */
  private static final Set<String> OF_COMPOSE = composeNames();

  private static Set<String> composeNames() {
    JsonNode compose = Shipped.yaml(Shipped.path("docker-compose.yml"));
    return Stream.of("volumes", "networks")
        .flatMap(kind -> compose.path(kind).propertyStream())
        .map(entry -> "aispend_" + entry.getKey().replaceFirst("-.*", ""))
        .collect(Collectors.toSet());
  }

  static List<Path> files() {
    return Documents.files();
  }

  static Stream<Expression> expressions() {
    return Documents.expressions();
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void expression_usesKnownMetricsAndLabelsOnly(Expression expression) {
    assertThat(PromQlLints.known(expression)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void document_namesOnlyMetricsThereAre(Path file) {
    assertThat(unknown(Shipped.text(file))).isEmpty();
  }

  @Test
  void mistakesInADocument_areSeen() {
    String text = "Look at `aispend_money` and `sum(aispend_money{job=\"aispend\"})`.";

    assertThat(unknown(text)).contains("aispend_money");
    assertThat(Documents.in("here", text)).hasSize(1);
  }

  private static List<String> unknown(String text) {
    return Documents.spans(text)
        .flatMap(span -> NAME.matcher(span).results().map(found -> found.group()))
        .filter(name -> !name.endsWith("_") && !OF_COMPOSE.contains(name))
        .filter(name -> !Catalogue.has(name) && !Catalogue.DAEMON.contains(name))
        .toList();
  }
}
