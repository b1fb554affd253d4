// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.board.PromQl.Selector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;

/**
 * L12: postings exist at single instants only. They are read through a sum over time, over the bar
 * or the time range, never over a length of time that the bars may outgrow.
 */
final class Postings {
  private static final Set<String> FUNCTIONS = Set.of("sum_over_time", "count_over_time");

  private Postings() {}

  static Stream<String> readAsPostings(Expression expression) {
    return expression.read().selectors().stream()
        .filter(s -> s.metric().startsWith("aispend_posted_"))
        .flatMap(s -> problems(s, expression));
  }

  private static Stream<String> problems(Selector s, Expression expression) {
    if (expression.isOfMenu()) {
      return Stream.of("a menu of " + s.metric() + ", which is not there at every instant");
    }
    if (!FUNCTIONS.contains(s.function())) {
      return Stream.of(s.metric() + " outside sum_over_time");
    }
    JsonNode panel = expression.panel();
    boolean fits =
        switch (s.range()) {
          case "$__range" -> wholeRange(s);
          case "$__interval" -> oneBar(s, panel);
          default -> days(s, panel);
        };
    String how = "[" + s.range() + "] offset '" + s.offset() + "'";
    return fits ? Stream.empty() : Stream.of(s.metric() + " is read by " + how);
  }

  private static boolean wholeRange(Selector s) {
    return s.atEnd()
        ? s.offset().equals("-$__interval")
        : s.offset().isEmpty() || s.offset().equals("$__range");
  }

  private static boolean oneBar(Selector s, JsonNode panel) {
    return switch (s.offset()) {
      case "-$__interval" -> true;
      // The same hour of the day before: the bar is an hour whatever the range.
      case "23h" -> panel.has("timeFrom") && panel.path("interval").asText().equals("1h");
      // The day that ended at the last midnight.
      default -> ofDays(panel) && (s.offset().isEmpty() || s.offset().equals("$__interval"));
    };
  }

  private static boolean days(Selector s, JsonNode panel) {
    return s.range().matches("\\d+d") && panel.path("type").asText().equals("stat");
  }

  private static boolean ofDays(JsonNode panel) {
    return panel.path("type").asText().equals("stat")
        && panel.path("interval").asText().equals("1d");
  }
}
