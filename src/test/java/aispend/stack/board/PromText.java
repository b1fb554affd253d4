// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out the short forms of the board sources, so that what a menu chooses, and how postings
 * are read, is said in one place:
 *
 * <pre>
 * metric{window="mtd",*}          a matcher for each menu of the board whose label the metric has
 * per_bar(metric{*})              postings of the bar that starts at the step
 * finished(metric{*})             postings of the bar that ends at the step
 * in_range(metric{*})             postings of the time range
 * before(metric{*})               postings of as long a time before the range
 * attributed(label, sum by (label) (...))   "not attributed" where the label is empty
 * </pre>
 */
final class PromText {
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\{([^{}]*)\\*}");
  private static final Pattern ATTRIBUTED = Pattern.compile("attributed\\(([$\\w]+), ");
  private static final String SELECTED = "\\((\\w+\\{[^{}]*})\\)";

  private final List<String> menus;

  /**
   * For one board.
   *
   * @param menus names of its menus that are labels too
   */
  PromText(List<String> menus) {
    this.menus = List.copyOf(menus);
  }

  String written(String source) {
    String text = SELECTOR.matcher(source.strip()).replaceAll(this::chosen);
    text =
        text.replaceAll("per_bar" + SELECTED, written("$1", "[$__interval] offset -$__interval"));
    text = text.replaceAll("finished" + SELECTED, written("$1", "[$__interval]"));
    text = text.replaceAll("in_range" + SELECTED, written("$1", "[$__range]"));
    text = text.replaceAll("before" + SELECTED, written("$1", "[$__range] offset $__range"));
    return attributed(text);
  }

  private static String written(String selector, String range) {
    return "sum_over_time(" + selector + range.replace("$", "\\$") + ")";
  }

  private String chosen(MatchResult selector) {
    String metric = selector.group(1);
    String given = selector.group(2);
    List<String> matchers = new ArrayList<>();
    if (!given.isBlank()) {
      matchers.add(given.replaceFirst(",\\s*$", ""));
    }
    matchers.add("job=~\"$job\"");
    for (String menu : menus) {
      boolean named = Pattern.compile("\\b" + menu + "\\s*(=|!)").matcher(given).find();
      if (!named && Catalogue.labels(metric).contains(menu)) {
        matchers.add(menu + "=~\"$" + menu + "\"");
      }
    }
    return Matcher.quoteReplacement(metric + "{" + String.join(",", matchers) + "}");
  }

  private static String attributed(String source) {
    String text = source;
    Matcher call = ATTRIBUTED.matcher(text);
    while (call.find()) {
      int end = closing(text, call.end());
      String named = named(call.group(1), text.substring(call.end(), end));
      text = text.substring(0, call.start()) + named + text.substring(end + 1);
      call = ATTRIBUTED.matcher(text);
    }
    return text;
  }

  /** What the menu Group by chooses becomes the label group, so that columns can be named. */
  private static String named(String label, String expression) {
    if (!label.equals("$group")) {
      return replaced(expression, label, "not attributed", label, "");
    }
    String group = replaced(expression, "group", "$1", "$group", "(.+)");
    return "sum by (group) (" + replaced(group, "group", "not attributed", "group", "") + ")";
  }

  private static String replaced(
      String expression, String label, String value, String from, String pattern) {
    return String.format(
        "label_replace(%s, \"%s\", \"%s\", \"%s\", \"%s\")",
        expression, label, value, from, pattern);
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '(') {
        depth++;
      } else if (text.charAt(i) == ')' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("unclosed parenthesis in " + text);
  }
}
