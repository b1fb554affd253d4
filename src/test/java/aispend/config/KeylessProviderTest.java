// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.CRON;
import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider of a type that can do without a key. */
class KeylessProviderTest {
  private static final Map<String, KnownProviderType> TYPES =
      Map.of(
          "folder",
          new KnownProviderType(
              "folder", "http://localhost", "FOLDER_KEY", Pattern.compile(".*"), "", Set.of()));

  @TempDir private Path folder;

  private Config read(Map<String, String> environment, String... more) throws ConfigException {
    String text = "[[provider]]\nname = \"bills\"\ntype = \"folder\"\n" + String.join("\n", more);
    return new ConfigReader(TYPES, CRON, environment).read(file(folder, text));
  }

  @Test
  void noKeyAnywhere_leavesItOn() throws Exception {
    Config config = read(environment(), "enabled = true");

    assertThat(config.providers().get(0).enabled()).isTrue();
    assertThat(config.providers().get(0).credential()).isEqualTo(new Credential.NotNeeded());
    assertThat(config.warnings()).noneMatch(warning -> warning.contains("bills"));
  }

  @Test
  void keyInItsUsualVariable_isTaken() throws Exception {
    Config config = read(environment("FOLDER_KEY", "k3y"));

    assertThat(config.providers().get(0).credential().where()).isEqualTo("FOLDER_KEY");
  }

  @Test
  void keyNamedButMissing_turnsItOff() throws Exception {
    Config config = read(environment(), "key_env = \"OTHER_KEY\"");

    assertThat(config.providers().get(0).whyDisabled())
        .contains("environment variable OTHER_KEY is not set");
  }
}
