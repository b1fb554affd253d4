// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.file;
import static aispend.config.ConfigFixture.problems;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the ledger is: what the file says goes before what the environment says. */
final class LedgerVariablesTest {
  private static final Map<String, String> SET =
      Map.of(
          "AISPEND_LEDGER_URL", "jdbc:postgresql://db/aispend",
          "AISPEND_LEDGER_USER", "aispend",
          "AISPEND_LEDGER_PASSWORD", "geheim-1");

  @TempDir private Path directory;

  private LedgerConfig ledger(Map<String, String> environment, String... lines) throws Exception {
    return reader(environment).read(file(directory, lines)).ledger();
  }

  @Test
  void fileWithoutTheUrl_takesTheVariables() throws Exception {
    LedgerConfig ledger = ledger(SET, "[ledger]", "raw_retention = \"30d\"");

    assertThat(ledger.url()).isEqualTo("jdbc:postgresql://db/aispend");
    assertThat(ledger.sqlite()).isFalse();
    assertThat(ledger.login().orElseThrow().user()).isEqualTo("aispend");
    assertThat(ledger.login().orElseThrow().password().map(Secret::reveal)).contains("geheim-1");
  }

  @Test
  void userOfTheFile_goesBeforeTheVariable() throws Exception {
    assertThat(ledger(SET, "[ledger]", "user = \"other\"").login().orElseThrow().user())
        .isEqualTo("other");
  }

  @Test
  void fileWithTheUrl_needsNoVariable() throws Exception {
    LedgerConfig ledger = ledger(SET, "[ledger]", "url = \"jdbc:sqlite:other.db\"");

    assertThat(ledger.url()).isEqualTo("jdbc:sqlite:other.db");
    assertThat(ledger.login()).isEmpty();
  }

  @Test
  void emptyVariables_areNotSet() throws Exception {
    Map<String, String> empty = new HashMap<>(SET);
    empty.replaceAll((name, value) -> "");

    assertThat(ledger(empty)).isEqualTo(ledger(Map.of()));
    assertThat(ledger(Map.of()).url()).isEqualTo("jdbc:sqlite:data/aispend.db");
  }

  @Test
  void passwordWithoutUser_isAProblem() {
    Map<String, String> noUser = new HashMap<>(SET);
    noUser.remove("AISPEND_LEDGER_USER");

    assertThat(problems(directory, noUser))
        .singleElement()
        .asString()
        .contains("a password without a user")
        .doesNotContain("geheim-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:mysql://db/a", "jdbc:postgresql://u:geheim@db/a"})
  void variableThatIsNoUrl_isAProblemThatNamesItAndHidesIt(String value) {
    assertThat(problems(directory, Map.of("AISPEND_LEDGER_URL", value)))
        .singleElement()
        .asString()
        .contains("ledger.url", "AISPEND_LEDGER_URL")
        .doesNotContain(value);
  }
}
