// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.Findings.KnownKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md against what the reader asks for. */
final class ConfigDocumentationTest {
  private static final Pattern HEADING = Pattern.compile("## \\[+([a-z.]+)\\]+");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_]+)` \\| (.+?) \\| (.+?) \\| (.{5,}) \\|");

  /** Every key of every section. */
  private static final String ALL_SECTIONS =
      """
      [[provider]]
      name = "x"
      type = "openai"
      [[budget]]
      [[prepaid]]
      [[tenant]]
      [[meter]]
      [[currency.rate]]
      [[proxy.upstream]]
      """;

  @Test
  void documentedKeys_areTheKeysThatAreRead() throws Exception {
    Findings findings = new Findings();
    reader(bothKeys()).read(ALL_SECTIONS, findings);
    List<KnownKey> read =
        findings.knownKeys().stream()
            .map(key -> new KnownKey(key.path(), plain(key.kind()), plain(key.byDefault())))
            .toList();
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(read);
  }

  @Test
  void sample_hasNoProblem() throws Exception {
    Findings findings = new Findings();
    String text = documentation();
    int start = text.indexOf("```toml\n") + "```toml\n".length();
    Config sample =
        reader(bothKeys()).read(text.substring(start, text.indexOf("```", start)), findings);
    assertThat(findings.problems()).isEmpty();
    assertThat(sample.providers())
        .extracting(ProviderConfig::name)
        .containsExactly("openai", "anthropic");
    assertThat(sample.budgets()).extracting(BudgetConfig::scope).containsExactly("org", "project");
  }

  private static List<KnownKey> documented() throws IOException {
    List<KnownKey> keys = new ArrayList<>();
    String section = "";
    for (String line : documentation().lines().toList()) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
      } else if (row.matches()) {
        keys.add(
            new KnownKey(section + "." + row.group(1), plain(row.group(2)), plain(row.group(3))));
      }
    }
    return keys;
  }

  private static String documentation() throws IOException {
    return Files.readString(Path.of("docs/configuration.md"));
  }

  private static String plain(String cell) {
    return cell.replace("`", "");
  }
}
