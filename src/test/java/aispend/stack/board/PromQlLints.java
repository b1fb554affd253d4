// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Catalogue;
import aispend.stack.board.PromQl.Match;
import aispend.stack.board.PromQl.Selector;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What expressions of boards keep; L6, L8, L9, L11 and L19 are kept by those of rules too. */
final class PromQlLints {
  static final List<Lint> ALL =
      List.of(
          Lint.ofExpressions("L6", PromQlLints::known),
          Lint.ofExpressions("L8", PromQlLints::counters),
          Lint.ofExpressions("L9", PromQlLints::histograms),
          Lint.ofExpressions("L11", PromQlLints::matchers),
          Lint.ofExpressions("L12", Postings::readAsPostings),
          Lint.ofExpressions("L13", PromQlLints::oneWindow),
          Lint.ofExpressions("L19", PromQlLints::division),
          Lint.ofExpressions("job", PromQlLints::oneDaemon));

  private static final Set<String> RATES = Set.of("rate", "increase", "irate");

  /** Counts label sets that are folded now: increase() would miss the first ones. */
  private static final String STATE_LIKE = "aispend_label_overflow_total";

  private static final Pattern QUANTILE =
      Pattern.compile(
          "histogram_quantile\\([^()]*, sum by \\([^)]*\\ble\\) \\(rate\\(\\w+_bucket\\{");
  private static final Pattern DIVISION =
      Pattern.compile("/ (?:on \\([^)]*\\) (?:group_\\w+ \\([^)]*\\) )?)?(\\S+)");

  private PromQlLints() {}

  /** L6: metrics are exposed or recorded, and have the labels they are asked for. */
  static Stream<String> known(Expression expression) {
    PromQl read = expression.read();
    Stream<String> metrics =
        read.selectors().stream()
            .filter(s -> !Catalogue.has(s.metric()) && !Catalogue.recorded(s.metric()))
            .map(s -> "nobody makes " + s.metric());
    Stream<String> matched =
        read.selectors().stream()
            .filter(s -> Catalogue.has(s.metric()))
            .flatMap(s -> s.matchers().stream().map(m -> new String[] {s.metric(), m.label()}))
            .filter(pair -> !Catalogue.labels(pair[0]).contains(pair[1]))
            .map(pair -> pair[0] + " has no label " + pair[1]);
    Stream<String> listed =
        read.listed().stream()
            .flatMap(
                label -> label.equals("$group") ? Variables.groups().stream() : Stream.of(label))
            .filter(label -> !read.made().contains(label))
            .filter(label -> read.selectors().stream().noneMatch(s -> mayHave(s, label)))
            .map(label -> "nothing in it has a label " + label);
    return Stream.of(metrics, matched, listed).flatMap(all -> all);
  }

  private static boolean mayHave(Selector selector, String label) {
    return selector.metric().contains(":") || Catalogue.labels(selector.metric()).contains(label);
  }

  /** L8: counters, and only they, are read through rate or increase, over a range that fits. */
  static Stream<String> counters(Expression expression) {
    return expression.read().selectors().stream()
        .filter(s -> !expression.isOfMenu() && !s.metric().equals(STATE_LIKE))
        .flatMap(
            s -> {
              boolean counts = s.metric().matches(".*(_total|_bucket|_count|_sum)");
              if (counts != RATES.contains(s.function())) {
                return Stream.of(s.metric() + " within '" + s.function() + "'");
              }
              boolean fits = s.range().matches("\\$__(rate_interval|range)|\\d+[smhd]");
              return counts && !fits && s.function().equals("rate")
                  ? Stream.of("rate over " + s.range())
                  : Stream.empty();
            });
  }

  /** L9: quantiles are of buckets, and keep them apart. */
  static Stream<String> histograms(Expression expression) {
    int quantiles = expression.text().split("histogram_quantile\\(", -1).length - 1;
    long good = QUANTILE.matcher(expression.text()).results().count();
    return quantiles == good ? Stream.empty() : Stream.of("a quantile of something else than le");
  }

  /** L11: a selector has a name; a regular expression is one, and is not anchored twice. */
  static Stream<String> matchers(Expression expression) {
    return expression.read().selectors().stream()
        .flatMap(
            s ->
                Stream.concat(
                    s.metric().isEmpty() ? Stream.of("a selector without a name") : Stream.empty(),
                    s.matchers().stream()
                        .filter(m -> m.operator().endsWith("~") && plain(m))
                        .map(m -> m.label() + " needs no regular expression: " + m.value())));
  }

  private static boolean plain(Match match) {
    return match.value().startsWith("^")
        || match.value().endsWith("$")
        || match.value().matches("[\\w :-]*");
  }

  /** L13: a window gauge is read for one window; windows overlap and are never added up. */
  static Stream<String> oneWindow(Expression expression) {
    return expression.read().selectors().stream()
        .filter(s -> s.metric().startsWith("aispend_window_") && !expression.isOfMenu())
        .filter(s -> s.matchers().stream().noneMatch(PromQlLints::namesWindow))
        .map(s -> s.metric() + " over all windows");
  }

  private static boolean namesWindow(Match match) {
    return match.label().equals("window") && match.operator().equals("=");
  }

  /** L19: nothing is divided by what may be 0, and no daemon is not no spend. */
  static Stream<String> division(Expression expression) {
    String text = expression.text();
    Stream<String> zero =
        text.contains("_usd") && text.contains("or vector(0)")
            ? Stream.of("money becomes 0 where there is no data")
            : Stream.empty();
    Stream<String> divisors =
        DIVISION
            .matcher(text)
            .results()
            .filter(found -> !found.group(1).matches("\\d.*|\\("))
            .filter(found -> !found.group(1).startsWith("(") || !guarded(text, found.start(1)))
            .map(found -> "divided by " + text.substring(found.start(1)));
    return Stream.concat(zero, divisors);
  }

  /** Whether the parenthesis that opens here ends in "> 0)". */
  private static boolean guarded(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return text.substring(from, i).endsWith("> 0");
      }
    }
    return false;
  }

  /** Real and invented money are never added up: every query is about one daemon. */
  static Stream<String> oneDaemon(Expression expression) {
    return expression.read().selectors().stream()
        .filter(s -> !expression.where().endsWith("/$job"))
        .filter(s -> s.matchers().stream().noneMatch(PromQlLints::namesJob))
        .map(s -> s.metric() + " of every daemon");
  }

  private static boolean namesJob(Match match) {
    return match.label().equals("job")
        && (match.operator().equals("=") || match.value().startsWith("$job"));
  }
}
