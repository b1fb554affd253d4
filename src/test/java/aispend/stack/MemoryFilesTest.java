// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every way in which the daemon is started, and that none writes its memory, keys and all, down.
 */
final class MemoryFilesTest {
  private static final List<String> WRITERS =
      List.of(
          "HeapDump",
          "StartFlightRecording",
          "OnOutOfMemoryError=",
          "CreateCoredump",
          "-javaagent");

  @Test
  void everyStart_endsWithItsMemoryAndWritesItNowhere() throws IOException {
    assertThat(starts())
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(
            file -> {
              String options = Shipped.text(file);
              assertThat(options).as("%s", file).contains("-XX:+ExitOnOutOfMemoryError", "-Xmx");
              assertThat(options).as("%s", file).doesNotContain(WRITERS.toArray(String[]::new));
            });
  }

  /** Files that start a Java with a heap of their own. */
  private static List<Path> starts() throws IOException {
    try (Stream<Path> manifests = Files.walk(Path.of("kubernetes"))) {
      return Stream.concat(
              Stream.of("aispend", "Dockerfile", "docker-compose.yml").map(Path::of),
              manifests.filter(file -> file.endsWith("daemon.yaml")))
          .toList();
    }
  }
}
