// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Part of the short form of bench/faults, on the jar that was just built. */
final class FaultsIT {
  private static final String CHOSEN = "ingest,poll,migration,failing,clock,postgres";
  private static final long PATIENCE_MINUTES = 15;

  @TempDir private Path folder;

  @Test
  void killsFailingDisksAndJumpingClocks_loseAndDoubleNothing()
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                "python3",
                "bench/faults/run.py",
                "--jar",
                Substitutes.JAR,
                "--work",
                folder.resolve("work").toString(),
                "--only",
                CHOSEN,
                "--seed",
                "17")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
