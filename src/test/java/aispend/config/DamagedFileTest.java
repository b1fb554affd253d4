// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.Mutants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the file, it is read or its problems are said; nothing else happens. */
final class DamagedFileTest {
  private static final List<Path> SHIPPED =
      List.of(Path.of("aispend.toml"), Path.of("demo.toml"), Path.of("docs/configuration.md"));

  @TempDir private Path directory;

  @Test
  void damagedFile_isReadOrItsProblemsAreSaid() throws IOException {
    Mutants mutants =
        new Mutants(
            List.of(
                Files.readAllBytes(SHIPPED.get(0)),
                Files.readAllBytes(SHIPPED.get(1)),
                examples(Files.readString(SHIPPED.get(2)))));
    int refused = 0;
    for (int i = 0; i < Mutants.tries(2_000); i++) {
      byte[] file = mutants.next();
      refused += refused(file) ? 1 : 0;
    }

    assertThat(refused).isPositive();
  }

  private boolean refused(byte[] file) throws IOException {
    try {
      ConfigFixture.reader(ConfigFixture.bothKeys()).read(ConfigFixture.bytes(directory, file));
      return false;
    } catch (ConfigException problems) {
      assertThat(problems.problems()).as(new String(file, UTF_8)).isNotEmpty();
      return true;
    }
  }

  /** All examples of the documentation, one behind the other. */
  private static byte[] examples(String markdown) {
    StringBuilder toml = new StringBuilder();
    boolean within = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        within = line.equals("```toml");
      } else if (within) {
        toml.append(line).append('\n');
      }
    }
    return toml.toString().getBytes(UTF_8);
  }
}
