// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The commands of the documents. Those of {@code aispend} that need no vendor and no daemon are
 * run, all others are given to the parser of the command line; those of {@code curl} are sent to a
 * daemon by the shell, but for calls to vendors; programs of this repository must be there.
 */
final class DocumentedCommandsTest {
  /** Run on a ledger of the test's own. */
  private static final Set<String> RUN =
      Set.of("version", "metrics", "token", "check-config", "export", "reprice", "backup");

  private static final Map<String, String> STAND_INS =
      Map.of("DATE", "2026-10-01", "NAME", "openai", "HOST:PORT", "127.0.0.1:1");

  private static final String DAEMON = "(127\\.0\\.0\\.1|localhost):9477";

  @TempDir private Path folder;

  @Test
  void aispend_takesEveryCommandAndOption() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (DocumentedShell shell : DocumentedShell.all()) {
      for (List<String> arguments : ofAispend(shell)) {
        names.add(arguments.get(0));
        problem(shell, arguments).ifPresent(said -> wrong.add(shell + ": " + said));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(names).hasSizeGreaterThan(15).contains("serve", "backup", "export", "demo", "token");
  }

  @Test
  void aispend_doesWhatNeedsNoVendor() throws Exception {
    makeLedger();
    Map<String, String> wrong = new TreeMap<>();
    Set<String> run = new TreeSet<>();
    for (DocumentedShell shell : DocumentedShell.all()) {
      for (List<String> arguments : ofAispend(shell)) {
        if (RUN.contains(arguments.get(0)) && !(shell.inSentence() && arguments.size() == 1)) {
          run.add(arguments.get(0));
          run(arguments, shell, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(run).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void curl_isAnsweredByTheDaemon() throws Exception {
    Files.writeString(
        folder.resolve("calls.ndjson"),
        "{\"event_id\":\"a\",\"timestamp\":\"%s\",\"provider\":\"x\",\"model\":\"m\"}\n"
            .formatted(Instant.now()));
    List<String> wrong = new ArrayList<>();
    int answered = 0;
    try (App app = app()) {
      app.start();
      for (DocumentedShell shell : DocumentedShell.all()) {
        if (shell.text().matches("(?s).*\\bcurl\\b.*" + DAEMON + ".*")) {
          if (shell.text().contains("/proxy/")) {
            assertThat(app.routes()).contains("POST /proxy/");
          } else {
            String status = status(shell, app.url());
            if (!status.equals("200")) {
              wrong.add(shell + ": " + status);
            }
            answered++;
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(answered).isGreaterThan(12);
  }

  @Test
  void programsOfTheRepository_areThere() throws IOException {
    List<String> missing =
        DocumentedShell.all().stream()
            .flatMap(shell -> programs(shell).map(program -> shell + ": " + program))
            .filter(found -> !Files.exists(Path.of(found.substring(found.lastIndexOf(' ') + 1))))
            .toList();
    assertThat(missing).isEmpty();
  }

  private static Stream<String> programs(DocumentedShell shell) {
    List<String> words = shell.words();
    return Stream.iterate(1, index -> index < words.size(), index -> index + 1)
        .filter(index -> words.get(index - 1).matches("sh|python3"))
        .map(words::get)
        .filter(word -> word.matches("[a-z][a-z0-9_/-]*\\.(sh|py)"));
  }

  /** The arguments of each call of aispend, by its script, its jar or its container. */
  private static List<List<String>> ofAispend(DocumentedShell shell) {
    List<List<String>> found = new ArrayList<>();
    List<String> words = shell.words();
    boolean container =
        shell.text().contains("compose run") && !shell.text().contains("--entrypoint");
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      if (word.equals("./aispend")
          || word.endsWith("/aispend.jar")
          || (container && word.equals("aispend"))) {
        List<String> arguments =
            words.subList(index + 1, words.size()).stream()
                .takeWhile(each -> !each.matches("\\||>+|&&|;"))
                .map(each -> each.replaceAll("[\\[\\];]", ""))
                .map(each -> STAND_INS.getOrDefault(each, each))
                .toList();
        if (!arguments.isEmpty()) {
          found.add(arguments);
        }
      }
    }
    return found;
  }

  /** What the command line has against it. */
  private static Optional<String> problem(DocumentedShell shell, List<String> arguments) {
    CommandLine commands = Main.commands(new Main.Context(Map.of(), Clock.systemUTC()));
    if (shell.inSentence() && arguments.size() == 1) {
      return commands.getSubcommands().containsKey(arguments.get(0))
          ? Optional.empty()
          : Optional.of("no such command");
    }
    try {
      commands.parseArgs(arguments.toArray(String[]::new));
      return Optional.empty();
    } catch (CommandLine.ParameterException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Runs it here, its files in the test's folder. */
  private void run(List<String> arguments, DocumentedShell shell, Map<String, String> wrong) {
    String target = folder.resolve("target" + wrong.size() + System.nanoTime()).toString();
    String[] here =
        arguments.stream()
            .map(each -> each.matches("FILE|.*/backup\\.db|october\\.csv") ? target : each)
            .toArray(String[]::new);
    Map<String, String> environment =
        Map.of("AISPEND_CONFIG", folder.resolve("aispend.toml").toString());
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      CommandLine commands = Main.commands(new Main.Context(environment, Clock.systemUTC()));
      commands.setOut(
          new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
      commands.setErr(new PrintWriter(said, true, StandardCharsets.UTF_8));
      int code = commands.execute(here);
      if (code != Main.FINE) {
        wrong.put(shell.toString(), code + ": " + said.toString(StandardCharsets.UTF_8));
      }
    } finally {
      System.setOut(out);
    }
  }

  /** The status of the answer to a call of curl, made by the shell. */
  private String status(DocumentedShell shell, URI daemon) throws Exception {
    String command =
        shell
            .text()
            .replaceFirst("(?s)(\\bcurl\\b(?:'[^']*'|[^|'])*)\\|.*", "$1")
            .replaceAll(DAEMON, "127.0.0.1:" + daemon.getPort());
    String script = "curl() { command curl -s -o /dev/null -w '%{http_code}' \"$@\"; }\n" + command;
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  private void makeLedger() throws Exception {
    try (App app = app()) {
      app.start();
    }
  }

  private App app() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("aispend.toml"),
            "[server]\nlisten = \"127.0.0.1:0\"\n[ledger]\nurl = \"jdbc:sqlite:%s\"\n"
                .formatted(folder.resolve("ledger.db")));
    Main.Context context = new Main.Context(Map.of(), Clock.systemUTC());
    return new App(Settings.read(context, file), file, Settings.reader(context), Clock.systemUTC());
  }
}
