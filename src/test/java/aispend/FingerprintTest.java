// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.Config;
import aispend.config.ConfigException;
import aispend.config.ConfigReader;
import aispend.poll.Poller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintTest {
  private static final String FILE =
      """
      [[provider]]
      name = "openai"
      type = "openai"
      key_env = "KEY"
      [prices]
      file = "own.toml"
      """;

  @TempDir private Path folder;

  @Test
  void whereADaemonListensAndItsLedger_makeNoDifference() throws Exception {
    String moved =
        """
        [server]
        listen = "127.0.0.1:9999"
        [ledger]
        url = "jdbc:sqlite:elsewhere.db"
        """;
    assertThat(of(moved + FILE, "sk-admin-1")).isEqualTo(of(FILE, "sk-admin-1"));
  }

  @Test
  void anotherKeyValueOrFile_isAnotherOne() throws Exception {
    String first = of(FILE, "sk-admin-1");

    assertThat(first).matches("[0-9a-f]{16}");
    assertThat(of(FILE, "sk-admin-2")).isNotEqualTo(first);
    assertThat(of(FILE.replace("name = \"openai\"", "name = \"open\""), "sk-admin-1"))
        .isNotEqualTo(first);
    assertThat(of(FILE + "[labels]\nmetrics = [\"provider\", \"model\"]\n", "sk-admin-1"))
        .isNotEqualTo(first);
    Files.writeString(folder.resolve("own.toml"), "# changed\n");
    assertThat(Fingerprint.of(config(FILE, "sk-admin-1"))).isNotEqualTo(first);
  }

  private String of(String text, String key) throws IOException, ConfigException {
    Files.writeString(folder.resolve("own.toml"), "# own prices\n");
    return Fingerprint.of(config(text, key));
  }

  private Config config(String text, String key) throws IOException, ConfigException {
    Path file = folder.resolve("aispend.toml");
    Files.writeString(
        file, text.replace("own.toml", folder.resolve("own.toml").toString().replace('\\', '/')));
    return new ConfigReader(Accounts.knownTypes(), Poller::cronProblem, Map.of("KEY", key))
        .read(file);
  }
}
