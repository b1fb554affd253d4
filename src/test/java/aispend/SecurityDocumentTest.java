// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** SECURITY.md names tests, which are there. */
final class SecurityDocumentTest {
  private static final Path TESTS = Path.of("src/test/java/aispend");
  private static final Pattern NAMED = Pattern.compile("`([A-Za-z0-9_./]+)`");

  @Test
  void everyTestOfTheThreats_isThere() throws IOException {
    List<String> threats =
        Files.readAllLines(Path.of("SECURITY.md")).stream()
            .dropWhile(line -> !line.startsWith("| threat |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(threats).hasSizeGreaterThan(15);
    for (String threat : threats) {
      String[] cells = threat.split("\\|", -1);
      List<String> named = NAMED.matcher(cells[3]).results().map(MatchResult::group).toList();
      assertThat(named).as(threat).isNotEmpty();
      for (String each : named) {
        assertThere(each.replace("`", ""));
      }
    }
  }

  /** A class, a method of one, a script or a room. */
  private static void assertThere(String name) throws IOException {
    if (Files.exists(Path.of(name)) || Files.isDirectory(TESTS.resolve(name))) {
      return;
    }
    String[] parts = name.split("\\.", 2);
    Path file = TESTS.resolve(parts[0] + ".java");
    assertThat(file).as(name).isRegularFile();
    if (parts.length > 1) {
      assertThat(file).content().contains("void " + parts[1] + "(");
    }
  }
}
