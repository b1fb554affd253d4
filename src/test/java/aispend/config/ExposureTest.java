// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.file;
import static aispend.config.ConfigFixture.problems;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that others reach asks for tokens, or says that it does not mean to. */
final class ExposureTest {
  private static final String UNASKED =
      "where others can reach it, and nobody is asked for a token; set server.auth_tokens_file to a"
          + " file with the line that `aispend token NAME` prints, or ";
  private static final String MEANT = ", or write open = true if it is meant to be open";
  private static final String REMEDY = UNASKED + "listen on 127.0.0.1" + MEANT;
  private static final String IMAGE_REMEDY =
      UNASKED + "publish the port on 127.0.0.1 and set AISPEND_PUBLISHED=127.0.0.1" + MEANT;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0:9477",
        "[::]:9477",
        "192.0.2.1:9477",
        "daemon.example:9477",
        "127.example:9477",
        "127.0.0.1.example:1"
      })
  void reachedByOthers_isRefusedWithReasonAndRemedy(String listen) {
    assertThat(problems(directory, environment(), server("listen = \"" + listen + "\"")))
        .containsExactly("line 2: server.listen is \"" + listen + "\": an address " + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "127.1.2.3:1", "localhost:9477", "[::1]:9477"})
  void reachedByThisMachineAlone_isFine(String listen) {
    assertThat(problems(directory, environment(), server("listen = \"" + listen + "\""))).isEmpty();
  }

  @Test
  void withTokens_isFineAnywhere() throws Exception {
    Path tokens = Files.writeString(directory.resolve("tokens.toml"), "any");
    String[] lines = server("listen = \"0.0.0.0:9477\"", "auth_tokens_file = \"" + tokens + "\"");
    assertThat(reader(environment()).read(file(directory, lines)).warnings())
        .noneMatch(warning -> warning.contains("server."));
  }

  @Test
  void meantToBeOpen_isAWarning() throws Exception {
    String[] lines = server("listen = \"0.0.0.0:9477\"", "open = true");
    assertThat(reader(environment()).read(file(directory, lines)).warnings())
        .contains(
            "server.listen is 0.0.0.0:9477, an address where others can reach it, and nobody is"
                + " asked for a token: everyone there reads all costs and may send events;"
                + " server.open says that this is meant");
  }

  @Test
  void variable_saysWhereToListenUnlessTheFileDoes() throws Exception {
    Map<String, String> environment =
        environment("AISPEND_LISTEN", "0.0.0.0:1234", "AISPEND_PUBLISHED", "127.0.0.1");
    assertThat(reader(environment).read(file(directory, "")).server().listen())
        .isEqualTo(new ListenAddress("0.0.0.0", 1234));
    assertThat(
            reader(environment)
                .read(file(directory, server("listen = \"[::1]:9\"")))
                .server()
                .listen())
        .isEqualTo(new ListenAddress("::1", 9));
  }

  @Test
  void variableThatSaysNothing_isRefused() {
    assertThat(problems(directory, environment("AISPEND_LISTEN", "9477"), ""))
        .containsExactly(
            "server.listen: the variable AISPEND_LISTEN, which says it, is not host:port; set it to"
                + " an address like 127.0.0.1:9477, or unset it");
  }

  @Test
  void containerPublishedToOthers_isRefused() {
    Map<String, String> environment =
        environment("AISPEND_LISTEN", "0.0.0.0:9477", "AISPEND_PUBLISHED", "192.0.2.1");
    assertThat(problems(directory, environment, ""))
        .containsExactly(
            "server.listen: AISPEND_LISTEN makes it 0.0.0.0:9477, AISPEND_PUBLISHED"
                + " (docker-compose.yml sets it from AISPEND_BIND) says that it is published at"
                + " 192.0.2.1, "
                + IMAGE_REMEDY);
    assertThat(problems(directory, environment, server("open = true"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "localhost"})
  void containerPublishedOnLoopback_needsNoToken(String published) {
    Map<String, String> environment =
        environment("AISPEND_LISTEN", "0.0.0.0:9477", "AISPEND_PUBLISHED", published);
    assertThat(problems(directory, environment, "")).isEmpty();
  }

  @Test
  void containerPublishedOnLoopback_isAWarning() throws Exception {
    Map<String, String> environment =
        environment("AISPEND_LISTEN", "0.0.0.0:9477", "AISPEND_PUBLISHED", "127.0.0.1");
    assertThat(reader(environment).read(file(directory, "")).warnings())
        .contains(
            "server.listen is 0.0.0.0:9477 without tokens: open to everybody who reaches the port;"
                + " that only this machine does is what AISPEND_PUBLISHED=127.0.0.1 says, and"
                + " nobody checks it; set server.auth_tokens_file where others do");
    Path tokens = directory.resolve("tokens.toml");
    Files.writeString(tokens, "any");
    String[] asked = server("auth_tokens_file = \"" + tokens + "\"");
    assertThat(reader(environment).read(file(directory, asked)).warnings())
        .noneMatch(warning -> warning.contains("server."));
  }

  @Test
  void loopbackInAContainerPublishedToOthers_isFine() throws Exception {
    Map<String, String> environment =
        environment("AISPEND_LISTEN", "0.0.0.0:9477", "AISPEND_PUBLISHED", "0.0.0.0");
    String[] lines = server("listen = \"127.0.0.1:9477\"");
    assertThat(reader(environment).read(file(directory, lines)).warnings())
        .noneMatch(warning -> warning.contains("server."));
  }

  @Test
  void containerOfWhichNobodySaysWhereItIsPublished_isRefused() {
    Map<String, String> environment = environment("AISPEND_LISTEN", "0.0.0.0:9477");
    assertThat(problems(directory, environment, ""))
        .containsExactly(
            "server.listen: AISPEND_LISTEN makes it 0.0.0.0:9477, an address " + IMAGE_REMEDY);
    assertThat(problems(directory, environment, server("listen = \"0.0.0.0:9477\"")))
        .containsExactly("line 2: server.listen is \"0.0.0.0:9477\": an address " + IMAGE_REMEDY);
  }

  private static String[] server(String... lines) {
    return ("[server]\n" + String.join("\n", lines)).split("\n", -1);
  }
}
