// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.provider.ProviderType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code docs/providers.md} as a test looks at it. */
public final class ProviderPage {
  private ProviderPage() {}

  /** Fails unless the type has its row, a section, and a row for each option in that section. */
  public static void describes(ProviderType type) throws IOException {
    String page = Files.readString(Path.of("docs/providers.md"), UTF_8);
    assertThat(page.lines())
        .as("row of %s", type.type())
        .anyMatch(
            line ->
                line.startsWith("| `" + type.type() + "` |")
                    && line.contains("`" + type.defaultKeyEnv() + "`"));
    String heading = "\n## `" + type.type() + "`\n";
    assertThat(page).contains(heading);
    String from = page.substring(page.indexOf(heading) + heading.length());
    int end = from.indexOf("\n## ");
    List<String> options =
        from.substring(0, end < 0 ? from.length() : end)
            .lines()
            .filter(line -> line.matches("\\| `[a-z_]+` \\|.*"))
            .map(line -> line.replaceFirst("\\| `([a-z_]+)`.*", "$1"))
            .toList();
    assertThat(options).containsExactlyInAnyOrderElementsOf(type.options());
  }
}
