// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.CRON;
import static aispend.config.ConfigFixture.OPENAI_KEY;
import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.file;
import static aispend.config.ConfigFixture.problems;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys are found, what is said about them, and that they are never said themselves. */
final class ConfigSecretsTest {
  private static final String[] PROVIDER = {"[[provider]]", "name = \"x\"", "type = \"openai\""};

  @TempDir private Path directory;

  @Test
  void keyInItsVariable_turnsTheProviderOn() throws Exception {
    ProviderConfig provider = provider(environment("OPENAI_ADMIN_KEY", OPENAI_KEY + "\r\n"));
    assertThat(provider.whyDisabled()).isEmpty();
    assertThat(provider.credential()).isInstanceOf(Credential.Present.class);
    assertThat(provider.credential().where()).isEqualTo("OPENAI_ADMIN_KEY");
    assertThat(provider.credential().secret().map(Secret::reveal)).contains(OPENAI_KEY);
  }

  @Test
  void variableMissing_turnsTheProviderOffAndSaysSo() throws Exception {
    Config config = reader(environment()).read(file(directory, PROVIDER));
    assertThat(config.providers().get(0).credential())
        .isEqualTo(
            new Credential.Missing(
                "OPENAI_ADMIN_KEY", "environment variable OPENAI_ADMIN_KEY is not set"));
    assertThat(config.providers().get(0).whyDisabled())
        .isEqualTo(Optional.of("environment variable OPENAI_ADMIN_KEY is not set"));
    assertThat(config.warnings())
        .contains(
            "provider \"x\" is off: environment variable OPENAI_ADMIN_KEY is not set; create an"
                + " admin key in the organization's settings",
            "no provider is enabled: no vendor is asked for its costs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void variableEmpty_countsAsMissing(String value) throws Exception {
    assertThat(provider(environment("OPENAI_ADMIN_KEY", value)).whyDisabled())
        .isEqualTo(Optional.of("environment variable OPENAI_ADMIN_KEY is empty"));
  }

  @Test
  void keyFile_isReadWithoutItsLineEnd() throws Exception {
    Path secret = Files.writeString(directory.resolve("key"), OPENAI_KEY + "\n");
    ProviderConfig provider = provider(environment(), "key_file = \"" + secret + "\"");
    assertThat(provider.credential().secret().map(Secret::reveal)).contains(OPENAI_KEY);
    assertThat(provider.credential().where()).isEqualTo(secret.toString());
  }

  @Test
  void keyThatIsADocument_mayHaveLines() throws Exception {
    String key = "{\n  \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n\"\n}";
    KnownProviderType google =
        new KnownProviderType(
            "google", "https://vendor", "GOOGLE_KEY", Pattern.compile("(?s)\\{.*}"), "", Set.of());
    Path secret = Files.writeString(directory.resolve("key.json"), key + "\n");

    Config config =
        new ConfigReader(Map.of("google", google), CRON, environment())
            .read(
                file(
                    directory,
                    "[[provider]]",
                    "name = \"x\"",
                    "type = \"google\"",
                    "key_file = \"" + secret + "\""));

    assertThat(config.providers().get(0).credential().secret().map(Secret::reveal)).contains(key);
    assertThat(config.providers().get(0).credential()).isInstanceOf(Credential.Present.class);
  }

  @Test
  void keyFileUnusable_isMissingWithItsReason() throws Exception {
    Path none = directory.resolve("none");
    assertThat(whyOff(none)).isEqualTo("file " + none + " does not exist");
    assertThat(whyOff(directory)).isEqualTo("file " + directory + " is a directory");
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    assertThat(whyOff(empty)).isEqualTo("file " + empty + " is empty");
    Path large = Files.write(directory.resolve("large"), new byte[20_000]);
    assertThat(whyOff(large)).isEqualTo("file " + large + " is too large for a secret");
  }

  @Test
  void keyOfAnotherKind_isTriedWithAWarning() throws Exception {
    Config config =
        reader(environment("OPENAI_ADMIN_KEY", "sk-proj-9Zx81openaiOther"))
            .read(file(directory, PROVIDER));
    assertThat(config.providers().get(0).enabled()).isTrue();
    assertThat(config.providers().get(0).credential()).isInstanceOf(Credential.Malformed.class);
    assertThat(config.warnings())
        .contains(
            "provider \"x\": the key in OPENAI_ADMIN_KEY does not look like a key of the right"
                + " kind, but is tried; create an admin key in the organization's settings");
    assertNowhere("9Zx81openaiOther", config.toString(), config.warnings().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"" + OPENAI_KEY + "\"",
        "'" + OPENAI_KEY + "'",
        OPENAI_KEY + " ",
        " " + OPENAI_KEY,
        "sk-admin-Zx81open\naiSecret0000",
        "sk-admin-Zx81open\u0007aiSecret0000",
        "sk-admin-Zx81open\u00e9aiSecret0000"
      })
  void keyWithSomethingInIt_isAProblemThatDoesNotShowIt(String key) {
    Map<String, String> environment = environment("OPENAI_ADMIN_KEY", key);
    String problem = problems(directory, environment, PROVIDER).toString();
    assertThat(problem)
        .contains("provider[1].key_env (x): the key in OPENAI_ADMIN_KEY has ")
        .contains("write it there as the vendor shows it");
    assertNowhere("Zx81", problem);
    assertThat(problems(directory, environment, with("enabled = false"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key = \"sk-admin-Zx81openaiSecret0000\"",
        "api_key = \"sk-admin-Zx81openaiSecret0000\"",
        "api_key = sk-admin-Zx81openaiSecret0000",
        "api_key = \"sk-admin-Zx81openaiSecret0000",
        "key_env = \"sk-admin-Zx81openaiSecret0000\"",
        "key_env = \"Zx81a3f5b7c9d1e3f5a7b9c1d3\"",
        "key_file = \"sk-admin-Zx81openaiSecret0000\"",
        "type = \"sk-admin-Zx81openaiSecret0000\"",
        "options = { organization = \"sk-admin-Zx81openaiSecret0000\" }",
        "options = { api_key = \"Zx81\" }",
        "base_url = \"https://user:Zx81@host\"",
        "sk-admin-Zx81openaiSecret0000",
        "sk-admin-Zx81openaiSecret0000 = 1",
        "enabled = \"sk-admin-Zx81openaiSecret0000\"",
        "match = [\"sk-admin-Zx81openaiSecret0000\"]",
        "name = \"sk-admin-Zx81openaiSecret0000\"",
        "[sk-admin-Zx81openaiSecret0000]",
        "[[sk-admin-Zx81openaiSecret0000]]",
        "options = { \"sk-admin-Zx81openaiSecret0000\" = 1 }",
      })
  void secretInTheFile_isRefusedAndNotRepeated(String line) {
    String[] file = with(line);
    if (line.startsWith("name") || line.startsWith("type")) {
      file = new String[] {"[[provider]]", line};
    }
    ConfigReport report =
        ConfigReport.of(reader(environment()), ConfigFixture.file(directory, file));
    assertThat(report.exitCode()).isEqualTo(2);
    assertNowhere("Zx81", report.text());
  }

  @Test
  void nothingThatIsPrinted_holdsAKey() throws Exception {
    Path path = file(directory, PROVIDER);
    ConfigReader reader = reader(environment("OPENAI_ADMIN_KEY", OPENAI_KEY));
    Config config = reader.read(path);
    assertNowhere("Zx81", config.toString(), ConfigReport.of(reader, path).text());
    assertThat(config.toString()).contains("OPENAI_ADMIN_KEY");
  }

  @Test
  void exceptionAndItsTrace_holdNoKey() {
    StringWriter trace = new StringWriter();
    try {
      reader(environment("OPENAI_ADMIN_KEY", OPENAI_KEY + " x")).read(file(directory, PROVIDER));
    } catch (ConfigException refused) {
      refused.printStackTrace(new PrintWriter(trace));
    }
    assertThat(trace.toString()).contains("has 1 problem:").doesNotContain("Zx81");
  }

  private ProviderConfig provider(Map<String, String> environment, String... lines)
      throws ConfigException {
    return reader(environment).read(file(directory, with(lines))).providers().get(0);
  }

  private String whyOff(Path secret) throws ConfigException {
    return provider(environment(), "key_file = \"" + secret + "\"").whyDisabled().orElse("");
  }

  private static String[] with(String... lines) {
    return (String.join("\n", PROVIDER) + "\n" + String.join("\n", lines)).split("\n");
  }

  private static void assertNowhere(String secret, String... texts) {
    assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(secret));
  }
}
