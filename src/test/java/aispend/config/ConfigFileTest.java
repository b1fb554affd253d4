// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.bytes;
import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.file;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file as a file: where it is, whether it can be read at all, and the report about it. */
final class ConfigFileTest {
  @TempDir private Path directory;

  @Test
  void optionThenVariableThenDefault_nameTheFile() {
    var environment = environment(ConfigFile.VARIABLE, "/etc/a.toml");
    assertThat(ConfigFile.locate(Optional.of(Path.of("b.toml")), environment))
        .isEqualTo(Path.of("b.toml"));
    assertThat(ConfigFile.locate(Optional.empty(), environment)).isEqualTo(Path.of("/etc/a.toml"));
    assertThat(ConfigFile.locate(Optional.empty(), environment(ConfigFile.VARIABLE, "")))
        .isEqualTo(Path.of("aispend.toml"));
    assertThat(ConfigFile.locate(Optional.empty(), environment()))
        .isEqualTo(Path.of("aispend.toml"));
  }

  @Test
  void noFile_saysHowToNameOne() {
    assertRefused(
        directory.resolve("none.toml"),
        "no such file; create it, or name another with --config FILE");
  }

  @Test
  void directory_isRefused() {
    assertRefused(directory, "a directory; name the file in it");
  }

  @Test
  void tooLargeFile_isRefused() {
    assertRefused(
        bytes(directory, new byte[(1 << 20) + 1]),
        "larger than 1048576 bytes; name a configuration file");
  }

  @Test
  void otherEncoding_isRefusedWithItsLine() {
    byte[] latin = "[server]\n# gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        bytes(directory, latin), "line 2: not UTF-8; save the file in the encoding UTF-8");
  }

  @Test
  void textCutInsideACharacter_isRefused() {
    assertRefused(
        bytes(directory, new byte[] {'#', (byte) 0xc3}),
        "line 1: not UTF-8; save the file in the encoding UTF-8");
  }

  @Test
  void byteOrderMarkAndWindowsLineEnds_areRead() throws Exception {
    Path file = file(directory, "\uFEFF[http]\r", "read_timeout = \"7s\"\r", "# grün\r");
    assertThat(reader(bothKeys()).read(file).http().readTimeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void emptyFile_isAllDefaults() throws Exception {
    Config config = reader(bothKeys()).read(file(directory, ""));
    assertThat(config.providers()).isEmpty();
    assertThat(config.server().listen()).isEqualTo(new ListenAddress("127.0.0.1", 9477));
    assertThat(config.warnings())
        .containsExactly("no provider is enabled: no vendor is asked for its costs");
  }

  @Test
  void whatHasNoEffectYet_isWarnedAbout() throws Exception {
    Config config =
        ConfigFixture.read(
            directory,
            "[server]",
            "listen = \"localhost:1\"",
            "[prices]",
            "refresh_url = \"https://h\"",
            "[events]",
            "[proxy]",
            "enabled = false",
            "[runaway]",
            "[anomaly]",
            "[[tenant]]",
            "name = \"t\"",
            "where = { team = \"t\" }",
            "[[budget]]",
            "name = \"b\"",
            "limit_usd = \"1\"",
            "action = \"block\"",
            "[[provider]]",
            "name = \"p\"",
            "type = \"openai\"",
            "base_url = \"http://vendor\"");
    assertThat(config.warnings())
        .containsExactly(
            "provider \"p\": base_url is http, so its key travels in the clear; use https",
            "budget \"b\" blocks nothing: proxy.enabled is false");
  }

  @Test
  void blockingBudgetByWhatACallDoesNotSay_isAWarning() throws ConfigException {
    Config config =
        ConfigFixture.read(
            directory,
            "[server]",
            "listen = \"localhost:1\"",
            "[[budget]]",
            "name = \"b\"",
            "limit_usd = \"1\"",
            "action = \"block\"",
            "where = { feature = \"search\", key = \"k-1\" }",
            "[[provider]]",
            "name = \"p\"",
            "type = \"openai\"");
    assertThat(config.warnings())
        .containsExactly(
            "budget \"b\" blocks nothing: the proxy does not know the dimension key before a call"
                + " is made; take it out of where");
  }

  @Test
  void blockingQuotaByWhatACallDoesNotSay_isAWarning() throws ConfigException {
    Config config =
        ConfigFixture.read(
            directory,
            "[server]",
            "listen = \"localhost:1\"",
            "[[budget]]",
            "name = \"b\"",
            "limit_usd = \"1\"",
            "action = \"block\"",
            "per = \"key\"",
            "[[provider]]",
            "name = \"p\"",
            "type = \"openai\"");
    assertThat(config.warnings())
        .containsExactly(
            "budget \"b\" blocks nothing: the proxy does not know the dimension key before a call"
                + " is made; take it out of per");
  }

  @Test
  void vendorsThatNeedNoKey_areNotOpenToStrangers() throws ConfigException {
    String[] provider = {"[[provider]]", "name = \"p\"", "type = \"openai\""};
    String[] own = {"[[proxy.upstream]]", "name = \"ollama\"", "base_url = \"http://gpu:11434\""};
    assertThat(upstreams("localhost:1", provider))
        .containsExactlyInAnyOrder("openai", "anthropic", "gemini", "ollama");
    assertThat(upstreams("0.0.0.0:1", provider))
        .containsExactlyInAnyOrder("openai", "anthropic", "gemini");
    assertThat(upstreams("0.0.0.0:1", own)).contains("ollama");
  }

  private Set<String> upstreams(String listen, String... lines) throws ConfigException {
    List<String> all =
        new ArrayList<>(List.of("[server]", "listen = \"" + listen + "\"", "open = true"));
    all.addAll(List.of(lines));
    return ConfigFixture.read(directory, all.toArray(String[]::new)).proxy().upstreams().keySet();
  }

  @Test
  void creditOfAProviderThatNobodyAsks_isAWarning() throws ConfigException {
    Config config =
        ConfigFixture.read(
            directory,
            "[server]",
            "listen = \"localhost:1\"",
            "[[provider]]",
            "name = \"main\"",
            "type = \"openai\"",
            "key_expires = \"2026-12-31\"",
            "[[prepaid]]",
            "provider = \"main\"",
            "amount_usd = \"100\"",
            "from = \"2026-11-01\"",
            "[[prepaid]]",
            "provider = \"mian\"",
            "amount_usd = \"100\"",
            "from = \"2026-11-01\"");
    assertThat(config.warnings())
        .containsExactly(
            "prepaid[2].provider is \"mian\", the name of no [[provider]]; only spend that"
                + " applications send under this name uses it up; did you mean \"main\"?");
    assertThat(config.prepaid()).hasSize(2);
  }

  @Test
  void fineFile_isSummedUp() {
    Path file =
        file(
            directory,
            "[server]",
            "listen = \"127.0.0.1:9477\"",
            "[[provider]]",
            "name = \"main\"",
            "type = \"openai\"",
            "schedule = \"0 0/15 * * * ?\"",
            "[[provider]]",
            "name = \"claude\"",
            "type = \"anthropic\"",
            "key_env = \"OTHER\"",
            "[[budget]]",
            "name = \"search\"",
            "limit_usd = \"400.50\"",
            "where = { project = \"search-*\" }");
    assertThat(ConfigReport.of(reader(bothKeys()), file))
        .isEqualTo(
            new ConfigReport(
                "configuration "
                    + file
                    + " is fine\n"
                    + """
                        server    http://127.0.0.1:9477, no authentication
                        ledger    jdbc:sqlite:data/aispend.db
                        provider  main (openai, https://api.openai.com): on, cron 0 0/15 * * * ?, backfill 30d, lookback 3d, key in OPENAI_ADMIN_KEY
                        provider  claude (anthropic, https://api.anthropic.com): off, environment variable OTHER is not set
                        budget    search: 400.5 USD a month (Z), by project
                        warning   provider "claude" is off: environment variable OTHER is not set; create an Admin key in the Console
                      """,
                0));
  }

  @Test
  void badFile_isReportedWithExitCode2() {
    Path file = file(directory, "[demo]", "enabled = 1");
    assertThat(ConfigReport.of(reader(bothKeys()), file))
        .isEqualTo(
            new ConfigReport(
                "configuration "
                    + file
                    + " has 1 problem:\n"
                    + "  line 2: demo.enabled is 1: neither true nor false; write true or false"
                    + " without quotes\n",
                2));
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> reader(bothKeys()).read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("configuration " + file + " has 1 problem:\n  " + problem);
  }
}
