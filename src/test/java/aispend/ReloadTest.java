// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.Config;
import aispend.config.ConfigException;
import aispend.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReloadTest {
  private static final String LEDGER =
      """
      [ledger]
      url = "jdbc:postgresql://db/aispend"
      user = "aispend"
      password_env = "DB_PASSWORD"
      """;

  @TempDir private Path folder;

  @Test
  void ledgerWithTheSamePassword_needsNoRestart() throws Exception {
    assertThat(Reload.needRestart(read("one"), read("one"))).isEmpty();
  }

  @Test
  void anotherPassword_needsARestart() throws Exception {
    assertThat(Reload.needRestart(read("one"), read("two")))
        .containsExactly("[ledger] changed, which takes effect at a restart only");
  }

  private Config read(String password) throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("aispend.toml"), LEDGER);
    return new ConfigReader(
            Map.of(), expression -> Optional.empty(), Map.of("DB_PASSWORD", password))
        .read(file);
  }
}
