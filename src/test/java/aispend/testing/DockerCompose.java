// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real compose tool, version 2 or later, reading the project's compose files. It needs no
 * Docker engine for that. Found as {@code docker compose}, as {@code docker-compose}, or where
 * {@code .ci/run} puts it.
 */
public final class DockerCompose {
  private static final int TIMEOUT_SECONDS = 60;
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final List<List<String>> PLACES =
      List.of(
          List.of("docker", "compose"),
          List.of("docker-compose"),
          List.of(PROJECT.resolve(".ci/tools/bin/docker-compose").toString()));

  private DockerCompose() {}

  /** How a run ended, and both its output streams as one text. */
  public record Result(int exit, String output) {}

  /** {@code compose config} in JSON: merged, with variables put in, and paths made absolute. */
  public static JsonNode config(Map<String, String> environment, String... options) {
    Result result =
        run(
            environment,
            Stream.concat(Stream.of(options), Stream.of("config", "--format", "json")).toList());
    if (result.exit() != 0) {
      return fail("compose config: " + result.output());
    }
    try {
      return new ObjectMapper().readTree(result.output());
    } catch (IOException e) {
      throw new UncheckedIOException(result.output(), e);
    }
  }

  /** Runs with exactly this environment; the .env of whoever runs the tests is not read. */
  public static Result run(Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(program());
    command.addAll(List.of("--env-file", "/dev/null"));
    command.addAll(arguments);
    return start(environment, command)
        .orElseGet(() -> fail(command.get(0) + " can no longer be started"));
  }

  private static List<String> program() {
    return PLACES.stream()
        .filter(DockerCompose::modern)
        .findFirst()
        .orElseGet(
            () ->
                fail(
                    "these tests need docker compose, version 2 or later; install its plugin, or:"
                        + " python3 -m pip install --no-deps --require-hashes --target .ci/tools -r"
                        + " .ci/compose.txt"));
  }

  private static boolean modern(List<String> program) {
    List<String> command = new ArrayList<>(program);
    command.add("version");
    return start(Map.of(), command)
        .filter(result -> result.exit() == 0)
        .filter(result -> result.output().startsWith("Docker Compose version"))
        .isPresent();
  }

  /** Empty when there is no such program. */
  private static Optional<Result> start(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !List.of("PATH", "HOME").contains(name));
    builder.environment().putAll(environment);
    try {
      Path output = Files.createTempFile("aispend-compose", ".txt");
      try {
        return Optional.of(ended(builder.redirectOutput(output.toFile()), output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  private static Result ended(ProcessBuilder builder, Path output) throws IOException {
    Process process = builder.start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return fail(builder.command() + " did not end within " + TIMEOUT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return fail("interrupted while running " + builder.command(), e);
    }
    return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
