// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program and waits for it. A missing program fails the test and says what to install. */
public final class Tool {
  private static final int TIMEOUT_SECONDS = 120;

  private Tool() {}

  public record Result(int exit, String output) {}

  public static Result promtool(String... arguments) {
    return run(Map.of(), "promtool", arguments);
  }

  public static Result amtool(String... arguments) {
    return run(Map.of(), "amtool", arguments);
  }

  /** Runs with exactly this environment and a PATH; both output streams come back as one text. */
  public static Result run(Map<String, String> environment, String program, String... arguments) {
    List<String> command = Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
    try {
      Path output = Files.createTempFile("aispend-tool", ".txt");
      try {
        return run(environment, command, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      return fail(
          program
              + " could not be run. promtool and amtool are needed for these tests; on Debian:"
              + " apt-get install prometheus prometheus-alertmanager",
          e);
    }
  }

  private static Result run(Map<String, String> environment, List<String> command, Path output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    String searchPath = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", searchPath);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return fail(command + " did not end within " + TIMEOUT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return fail("interrupted while running " + command, e);
    }
    return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
