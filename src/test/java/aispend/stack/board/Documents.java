// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What documents say in PromQL: fences called promql, and code spans that call or select. */
final class Documents {
  private static final Pattern FENCE =
      Pattern.compile("```promql\\n(.*?)```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern PROMQL =
      Pattern.compile("(?:aispend_\\w+\\{.*[=~].*}.*)|(?:[a-z_]+ ?\\(.*aispend_\\w+.*\\).*)");

  private Documents() {}

  static List<Path> files() {
    List<Path> files = new ArrayList<>(Shipped.files("docs", ".md"));
    files.add(Shipped.path("README.md"));
    return files;
  }

  static Stream<Expression> expressions() {
    return files().stream().flatMap(file -> in(file.getFileName().toString(), Shipped.text(file)));
  }

  static Stream<Expression> in(String name, String text) {
    Matcher fences = FENCE.matcher(text);
    List<Expression> found = new ArrayList<>();
    while (fences.find()) {
      found.add(Expression.alone(name, fences.group(1)));
    }
    spans(text)
        .filter(span -> PROMQL.matcher(span).matches())
        .forEach(span -> found.add(Expression.alone(name, span)));
    return found.stream();
  }

  static Stream<String> spans(String text) {
    return SPAN.matcher(text).results().map(span -> span.group(1));
  }
}
