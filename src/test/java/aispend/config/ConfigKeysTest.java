// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.reader;
import static aispend.config.ConfigFixture.recipeReader;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key: its default, and what a value for it becomes. A key without a row fails. */
final class ConfigKeysTest {
  @TempDir private Path directory;

  static Stream<Key> keys() {
    return Stream.of(SourceKeys.all(), OutlookKeys.all(), MeterKeys.all(), KafkaKeys.all())
        .flatMap(keys -> keys);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyLeftOut_isItsDefault(Key key) throws Exception {
    assertThat(key.part().apply(read(ConfigKeysTest::required))).isEqualTo(key.unset());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyGiven_isWhatItSays(Key key) throws Exception {
    assertThat(key.part().apply(read(table -> with(key, table)))).isEqualTo(key.set());
  }

  @Test
  void everyKeyThatIsRead_hasARowHere() throws Exception {
    Findings findings = new Findings();
    reader(bothKeys()).read(document(ConfigKeysTest::required), findings);
    assertThat(findings.knownKeys().stream().map(Findings.KnownKey::path))
        .containsExactlyInAnyOrderElementsOf(keys().map(Key::path).toList());
  }

  /** Goes round the check that refuses PostgreSQL, so that its keys are covered as well. */
  private Config read(Function<String, String> body) throws Exception {
    Path file = Files.writeString(directory.resolve("some.file"), "sk-admin-from-file\n");
    Map<String, String> variables = bothKeys();
    variables.put("OTHER_KEY", "sk-admin-other");
    Findings findings = new Findings();
    Config config =
        recipeReader(variables).read(document(body).replace("FILE", file.toString()), findings);
    assertThat(findings.problems()).isEmpty();
    return config;
  }

  private static String document(Function<String, String> body) {
    StringBuilder document = new StringBuilder();
    for (String table :
        List.of(
            "provider",
            "budget",
            "prepaid",
            "tenant",
            "meter",
            "currency.rate",
            "proxy.upstream")) {
      document.append("[[").append(table).append("]]\n").append(body.apply(table));
    }
    for (String table :
        List.of(
            "server",
            "ledger",
            "http",
            "prices",
            "currency",
            "labels",
            "events",
            "otlp",
            "proxy",
            "kafka",
            "runaway",
            "anomaly",
            "alerts",
            "history",
            "close",
            "demo")) {
      document.append("[").append(table).append("]\n").append(body.apply(table));
    }
    return document.toString();
  }

  private static String required(String table) {
    return switch (table) {
      case "provider" -> "name = \"main\"\ntype = \"openai\"\n";
      case "budget" -> "name = \"company\"\nlimit_usd = \"5000\"\n";
      case "prepaid" -> "provider = \"main\"\namount_usd = \"1000\"\nfrom = \"2026-11-01\"\n";
      case "tenant" -> "name = \"acme\"\nwhere = { project = \"acme-*\" }\n";
      case "meter" ->
          """
          name = "spend"
          event_name = "ai_spend"
          from = "2026-11-01"
          customers = { }
          """;
      case "currency.rate" -> "currency = \"EUR\"\nusd = \"1.08\"\nfrom = \"2026-01-01\"\n";
      case "proxy.upstream" -> "name = \"openai\"\n";
      default -> "";
    };
  }

  /** The required lines of a table, the key's own replaced by the one under test. */
  private static String with(Key key, String table) {
    if (!key.table().equals(table)) {
      return required(table);
    }
    String others = required(table);
    for (String line : key.line().lines().toList()) {
      String name = line.substring(0, line.indexOf(' '));
      others = others.replaceAll("(?m)^" + name + " = .*\\n", "");
    }
    return others + key.line() + "\n";
  }
}
