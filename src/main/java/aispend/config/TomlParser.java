// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TOML 0.4 into tables that know their lines. Each value is read by toml4j on its own, so that one
 * bad line does not hide the others.
 */
final class TomlParser {
  private static final String NAME = "(?:[A-Za-z0-9_-]+|\"[^\"\\\\\\n]+\")";
  private static final String PATH = NAME + "(?:[ \\t]*\\.[ \\t]*" + NAME + ")*";
  private static final String REST = "[ \\t]*(?:#.*)?";
  private static final Pattern TABLE = Pattern.compile("\\[[ \\t]*(" + PATH + ")[ \\t]*\\]" + REST);
  private static final Pattern REPEATED =
      Pattern.compile("\\[\\[[ \\t]*(" + PATH + ")[ \\t]*\\]\\]" + REST);
  private static final Pattern KEY = Pattern.compile("(" + PATH + ")[ \\t]*=[ \\t]*");
  private static final Pattern SEGMENT = Pattern.compile(NAME);

  private final String text;
  private final ValueScanner scanner;
  private final Consumer<ConfigProblem> problems;
  private final TomlTable root = new TomlTable(0);
  private TomlTable current = root;
  private String currentPath = "";
  private int place;
  private int line = 1;

  TomlParser(String text, Consumer<ConfigProblem> problems) {
    this.text = text.replace("\r\n", "\n");
    this.scanner = new ValueScanner(this.text);
    this.problems = problems;
  }

  /** Everything that can be read; what cannot is a problem and left out. Called once. */
  TomlTable parse() {
    while (place < text.length()) {
      skipSpaces();
      int end = scanner.lineEnd(place);
      String statement = text.substring(place, end);
      if (statement.isEmpty() || statement.startsWith("#")) {
        moveTo(end + 1);
      } else if (statement.startsWith("[")) {
        header(statement);
        moveTo(end + 1);
      } else {
        assignment(statement, end);
      }
    }
    return root;
  }

  private void header(String statement) {
    Matcher repeated = REPEATED.matcher(statement);
    Matcher table = TABLE.matcher(statement);
    if (repeated.matches()) {
      current = open(segments(repeated.group(1)), true);
    } else if (table.matches()) {
      current = open(segments(table.group(1)), false);
    } else {
      problem("", "not a table's header", "write it as [server] or [[provider]]");
      current = new TomlTable(line);
      currentPath = "";
    }
  }

  /** The table under a header; one that leads nowhere when the header cannot be. */
  private TomlTable open(List<String> path, boolean repeated) {
    TomlTable table = root;
    currentPath = "";
    for (String segment : path.subList(0, path.size() - 1)) {
      Object next = table.find(segment);
      currentPath = full(segment) + count(next);
      if (next == null) {
        TomlTable made = new TomlTable(line);
        table.put(segment, made, line);
        table = made;
      } else if (next instanceof TomlTable known) {
        table = known;
      } else if (next instanceof TomlTable.Repeated known) {
        table = known.last();
      } else {
        return twice(table, segment);
      }
    }
    String last = path.get(path.size() - 1);
    return repeated ? openRepeated(table, last) : openSingle(table, last);
  }

  private TomlTable openRepeated(TomlTable parent, String name) {
    Object existing = parent.find(name);
    currentPath = full(name);
    if (existing != null && !(existing instanceof TomlTable.Repeated)) {
      return twice(parent, name);
    }
    TomlTable added = parent.append(name, line);
    currentPath += count(parent.find(name));
    return added;
  }

  private TomlTable openSingle(TomlTable parent, String name) {
    Object existing = parent.find(name);
    currentPath = full(name);
    if (existing == null) {
      TomlTable made = new TomlTable(line);
      parent.put(name, made, line);
      existing = made;
    }
    if (!(existing instanceof TomlTable table)) {
      return twice(parent, name);
    }
    if (!table.define()) {
      // Its keys are still looked at, so that their problems are reported along with this one.
      twice(parent, name);
    }
    return table;
  }

  private TomlTable twice(TomlTable parent, String name) {
    problem(
        currentPath,
        "this table is already there, on line " + parent.lineOf(name),
        "put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat,"
            + " always in double brackets");
    return new TomlTable(line);
  }

  private void assignment(String statement, int end) {
    Matcher matcher = KEY.matcher(statement);
    if (!matcher.lookingAt()) {
      problem("", "not a key with a value", "write it as key = \"value\", or # before a comment");
      moveTo(end + 1);
      return;
    }
    List<String> names = segments(matcher.group(1));
    String key = names.get(names.size() - 1);
    int start = place + matcher.end();
    try {
      int behind = scannedEnd(start, end);
      if (names.size() > 1) {
        problem(
            full(matcher.group(1)),
            "dotted keys are newer than the TOML 0.4 that is read here",
            "write the key under its table's header: [" + names.get(0) + "]");
      } else {
        store(key, text.substring(start, behind));
      }
      moveTo(scanner.lineEnd(behind) + 1);
    } catch (ValueScanner.Malformed malformed) {
      problem(full(key), malformed.what(), malformed.remedy());
      moveTo(resumeAfter(start, malformed.at()));
    }
  }

  private int scannedEnd(int start, int lineEnd) throws ValueScanner.Malformed {
    if (start >= lineEnd || text.charAt(start) == '#') {
      throw new ValueScanner.Malformed(
          "has no value", "give it one, or remove the line for the default", start);
    }
    int behind = scanner.end(start);
    String rest = text.substring(behind, scanner.lineEnd(behind)).strip();
    if (!rest.isEmpty() && !rest.startsWith("#")) {
      throw new ValueScanner.Malformed(
          "more text stands behind the value",
          "put text between double quotes, and one key on a line",
          start);
    }
    return behind;
  }

  private void store(String key, String value) {
    if (current.find(key) != null) {
      problem(
          full(key), "is already given, on line " + current.lineOf(key), "keep only one of them");
      return;
    }
    try {
      current.put(key, TomlValue.read(value, line), line);
    } catch (BadValue bad) {
      problem(full(key), bad.what(), String.valueOf(bad.remedy()));
    }
  }

  /**
   * Where reading goes on behind a bad value: the next line, or behind what it may have spanned.
   */
  private int resumeAfter(int start, int failed) {
    int next = scanner.lineEnd(failed) + 1;
    char first = text.charAt(Math.min(start, text.length() - 1));
    if (first != '[' && first != '{') {
      return next;
    }
    while (next < text.length()
        && text.charAt(next) != '\n'
        && !ValueScanner.STATEMENT.matcher(text.substring(next, scanner.lineEnd(next))).matches()) {
      next = scanner.lineEnd(next) + 1;
    }
    return next;
  }

  private void skipSpaces() {
    while (place < text.length() && (text.charAt(place) == ' ' || text.charAt(place) == '\t')) {
      place++;
    }
  }

  private void moveTo(int next) {
    int limit = Math.min(next, text.length());
    for (; place < limit; place++) {
      if (text.charAt(place) == '\n') {
        line++;
      }
    }
  }

  private void problem(String key, String what, String remedy) {
    problems.accept(new ConfigProblem(line, key, null, what, remedy));
  }

  private String full(String key) {
    String shown = Shown.name(unquoted(key));
    return currentPath.isEmpty() ? shown : currentPath + "." + shown;
  }

  /** Which of the tables of one name is meant: {@code [2]}. */
  private static String count(@Nullable Object value) {
    return value instanceof TomlTable.Repeated repeated ? "[" + repeated.tables().size() + "]" : "";
  }

  private static List<String> segments(String path) {
    List<String> names = new ArrayList<>();
    Matcher matcher = SEGMENT.matcher(path);
    while (matcher.find()) {
      names.add(unquoted(matcher.group()));
    }
    return names;
  }

  private static String unquoted(String name) {
    return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
        ? name.substring(1, name.length() - 1)
        : name;
  }
}
