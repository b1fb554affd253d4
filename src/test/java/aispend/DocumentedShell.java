// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A shell command as a document has it: in a block, where it may go over several lines, or in a
 * sentence.
 *
 * @param document where it stands
 * @param text without comments
 * @param inSentence where commands are often only named
 */
record DocumentedShell(Path document, String text, boolean inSentence) {
  private static final Pattern FENCE = Pattern.compile("\\s*```([a-z]*)\\s*");
  private static final Set<String> SHELL = Set.of("", "sh");

  /** Where a block says no language, the rest of it is what a program printed. */
  private static final Pattern COMMAND = Pattern.compile("^\\s*(\\$ |\\./aispend|curl )");

  private static final Pattern SPAN =
      Pattern.compile("`((?:\\./aispend|curl|sh|python3|mvn) [^`]+)`");

  /** Of all documents. */
  static List<DocumentedShell> all() throws IOException {
    List<DocumentedShell> commands = new ArrayList<>();
    for (Path document : documents()) {
      new Reading(document, commands).read(Files.readAllLines(document));
    }
    return commands;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> root = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.of(
              root, docs, Stream.of(Path.of("bench/README.md"), Path.of("secrets/README.md")))
          .flatMap(paths -> paths)
          .filter(path -> path.toString().endsWith(".md") && Files.isRegularFile(path))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  /** Its words, without quotes; redirections and what other programs do are words too. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    Matcher word =
        Pattern.compile("(?:[^\\s\"'|>]|\"(?:\\\\.|[^\"])*\"|'[^']*')+|\\||>+").matcher(text);
    while (word.find()) {
      words.add(word.group().replaceAll("[\"']", ""));
    }
    return words;
  }

  @Override
  public String toString() {
    return document + ": " + text;
  }

  /** Reads one document. */
  private static final class Reading {
    private final Path document;
    private final List<DocumentedShell> commands;
    private final StringBuilder open = new StringBuilder();

    Reading(Path document, List<DocumentedShell> commands) {
      this.document = document;
      this.commands = commands;
    }

    void read(List<String> lines) {
      boolean fenced = false;
      boolean shell = false;
      boolean plain = false;
      for (String line : lines) {
        Matcher fence = FENCE.matcher(line);
        if (fence.matches()) {
          fenced = !fenced;
          shell = fenced && SHELL.contains(fence.group(1));
          plain = fence.group(1).isEmpty();
        } else if (shell && !(plain && open.isEmpty() && !COMMAND.matcher(line).find())) {
          block(line.strip().replaceFirst("^\\$ ", ""));
        } else if (!fenced) {
          SPAN.matcher(line)
              .results()
              .forEach(span -> commands.add(new DocumentedShell(document, span.group(1), true)));
        }
      }
    }

    private void block(String line) {
      String plain = open.isEmpty() ? uncommented(line) : line;
      boolean goesOn = plain.endsWith("\\");
      open.append(goesOn ? plain.substring(0, plain.length() - 1) : plain);
      if (goesOn || quoteIsOpen() || plain.endsWith("|")) {
        open.append(goesOn ? " " : "\n");
        return;
      }
      if (!open.isEmpty()) {
        commands.add(new DocumentedShell(document, open.toString(), false));
      }
      open.setLength(0);
    }

    private static String uncommented(String line) {
      return line.replaceFirst("(^|\\s+)#.*$", "");
    }

    private boolean quoteIsOpen() {
      char quote = 0;
      for (char each : open.toString().toCharArray()) {
        if (quote == 0 && (each == '\'' || each == '"')) {
          quote = each;
        } else if (each == quote) {
          quote = 0;
        }
      }
      return quote != 0;
    }
  }
}
