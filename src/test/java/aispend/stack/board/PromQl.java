// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The selectors and label lists of an expression as boards write it, Grafana's variables included.
 * Whether it is valid at all is promtool's to say.
 */
final class PromQl {
  private static final Set<String> LISTS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "atan2");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|[$a-zA-Z_:][\\w:]*|\\{[^{}]*}|\\[[^]]*]|[()]|\\d[\\w.]*|\\S");
  private static final Pattern MATCHER =
      Pattern.compile("([$\\w]+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern AFTER =
      Pattern.compile("\\s*(@ (?:end|start)\\(\\))?\\s*(?:offset (-?[$\\w]+))?.*", Pattern.DOTALL);

  /** One label matcher. */
  record Match(String label, String operator, String value) {}

  /**
   * One selector.
   *
   * @param metric empty when it has no name
   * @param function innermost function around it, empty without one
   * @param range between its brackets, empty without
   * @param offset after the word, empty without
   * @param atEnd whether it is read at the end of the range
   */
  record Selector(
      String metric,
      List<Match> matchers,
      String function,
      String range,
      String offset,
      boolean atEnd) {}

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> listed = new TreeSet<>();
  private final Set<String> made = new TreeSet<>();

  private PromQl(String text) {
    this.text = text;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group());
      ends.add(token.end());
    }
    read();
  }

  static PromQl of(String text) {
    return new PromQl(text);
  }

  List<Selector> selectors() {
    return selectors;
  }

  /** Labels it aggregates or joins by. */
  Set<String> listed() {
    return listed;
  }

  /** Labels that label_replace makes. */
  Set<String> made() {
    return made;
  }

  private void read() {
    Deque<String> calls = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      boolean called = token(i + 1).equals("(");
      if (token.equals("(")) {
        calls.push(name(i - 1) && !LISTS.contains(token(i - 1)) ? token(i - 1) : "");
      } else if (token.equals(")")) {
        calls.poll();
      } else if (LISTS.contains(token)) {
        i = called ? readList(i + 2) : i;
      } else if (token.startsWith("{")) {
        add("", token, i, calls);
      } else if (name(i)
          && !called
          && !LISTS.contains(token(i + 1))
          && !WORDS.contains(token)
          && !token.startsWith("$")) {
        boolean matched = token(i + 1).startsWith("{");
        add(token, matched ? token(i + 1) : "{}", matched ? ++i : i, calls);
      } else if (isMade(token, calls, i)) {
        made.add(token.substring(1, token.length() - 1));
      }
    }
  }

  /** The second argument of label_replace is the one string after a comma that follows a call. */
  private boolean isMade(String token, Deque<String> calls, int i) {
    return token.startsWith("\"")
        && "label_replace".equals(calls.peek())
        && token(i - 1).equals(",")
        && !token(i - 2).startsWith("\"");
  }

  private int readList(int from) {
    int i = from;
    while (!token(i).equals(")")) {
      if (name(i)) {
        listed.add(token(i));
      }
      i++;
    }
    return i;
  }

  private void add(String metric, String matchers, int last, Deque<String> calls) {
    boolean ranged = token(last + 1).startsWith("[");
    String range = ranged ? token(last + 1).replaceAll("[\\[\\]]", "") : "";
    Matcher after = AFTER.matcher(text.substring(ends.get(ranged ? last + 1 : last)));
    String offset = after.matches() && after.group(2) != null ? after.group(2) : "";
    boolean atEnd = after.matches() && after.group(1) != null;
    String function = calls.isEmpty() ? "" : calls.peek();
    selectors.add(new Selector(metric, matches(matchers), function, range, offset, atEnd));
  }

  private static List<Match> matches(String matchers) {
    return MATCHER
        .matcher(matchers)
        .results()
        .map(found -> new Match(found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  private boolean name(int i) {
    return token(i).matches("[$a-zA-Z_:][\\w:]*") && !token(i - 1).equals("offset");
  }

  private String token(int i) {
    return i < 0 || i >= tokens.size() ? "" : tokens.get(i);
  }
}
