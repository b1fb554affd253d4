// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.file;
import static aispend.config.ConfigFixture.problems;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where history is sent: what the file says goes before what the environment says. */
final class HistoryUrlTest {
  private static final Map<String, String> SET =
      environment("AISPEND_HISTORY_URL", "http://prometheus:9090/api/v1/write");

  @TempDir private Path directory;

  private Optional<URI> url(Map<String, String> environment, String... lines) throws Exception {
    return reader(environment).read(file(directory, lines)).history().remoteWriteUrl();
  }

  @Test
  void fileWithoutTheKey_takesTheVariable() throws Exception {
    assertThat(url(SET)).contains(URI.create("http://prometheus:9090/api/v1/write"));
    assertThat(url(SET, "[history]")).isPresent();
    assertThat(url(environment("AISPEND_HISTORY_URL", ""))).isEmpty();
    assertThat(url(Map.of())).isEmpty();
  }

  @Test
  void fileWithTheKey_goesBeforeTheVariable() throws Exception {
    assertThat(url(SET, "[history]", "remote_write_url = \"http://mimir/api/v1/push\""))
        .contains(URI.create("http://mimir/api/v1/push"));
    assertThat(url(SET, "[history]", "remote_write_url = \"\"")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vault:9090", "http://user:geheim@vault", "x y"})
  void variableThatIsNoUrl_isAProblemThatNamesItAndHidesIt(String value) {
    assertThat(problems(directory, environment("AISPEND_HISTORY_URL", value)))
        .singleElement()
        .asString()
        .contains("history.remote_write_url", "AISPEND_HISTORY_URL")
        .doesNotContain(value);
  }
}
