// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test, its output in a file. */
final class Program implements AutoCloseable {
  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static Program start(
      String name, Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), output);
    } catch (IOException e) {
      throw new IOException(
          "cannot start "
              + command.get(0)
              + "; install the Debian packages prometheus and prometheus-alertmanager",
          e);
    }
  }

  /** Runs a program to its end. */
  static void run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException(command + " ended with " + code);
    }
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** As kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a killed process goes on");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
