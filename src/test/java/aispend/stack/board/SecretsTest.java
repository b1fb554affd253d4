// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.stack.Shipped;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** L25: no host that somebody may own stands for an example, and nothing looks like a secret. */
final class SecretsTest {
  private static final Pattern BAD =
      Pattern.compile(
          "\\bexample\\.(?:com|org|net)\\b"
              + "|\\bsk-(?!admin-demo|ant-admin01-demo)[A-Za-z0-9_-]{20,}"
              + "|\\bxox[abp]-[0-9A-Za-z-]{8,}"
              + "|hooks\\.slack\\.com/services/T[A-Z0-9]{6,}"
              + "|-----BEGIN [A-Z ]*PRIVATE KEY");

  static Stream<Path> shipped() {
    return Stream.of(
            Shipped.files("grafana-dashboards", ""),
            Shipped.files("prometheus", ""),
            Shipped.files("alertmanager", ""),
            Shipped.files("docs", ""),
            List.of(Shipped.path("docker-compose.yml"), Shipped.path("README.md")))
        .flatMap(List::stream)
        .filter(file -> file.toFile().isFile());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void file_holdsNoSecretAndNobodysHost(Path file) {
    assertThat(found(Shipped.text(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://grafana.example.com/",
        "key: sk-admin-1234567890abcdefghij",
        "xoxb-12345678"
      })
  void plantedSecret_isSeen(String text) {
    assertThat(found(text)).hasSize(1);
  }

  @Test
  void demoKey_isNoSecret() {
    assertThat(found("sk-admin-demo-0000000000000000")).isEmpty();
  }

  private static List<String> found(String text) {
    return BAD.matcher(text).results().map(MatchResult::group).toList();
  }
}
