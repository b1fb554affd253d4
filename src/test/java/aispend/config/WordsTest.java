// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, guesses at misspelt words, and which texts are taken for secrets. */
final class WordsTest {
  @Property
  void duration_readsBackFromItsText(@ForAll @LongRange(min = 0, max = 400L * 86_400_000) long ms) {
    Duration duration = Duration.ofMillis(ms);
    assertThat(Durations.parse(Durations.text(duration))).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "m", "1.5h", "-1s", "1h30m", "10 s", "1w", "٣s", "9999999999999s"})
  void otherText_isNoDuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void misspeltWord_isGuessedWhenNear() {
    List<String> known = List.of("schedule", "every", "key_env", "key_file");
    assertThat(Nearest.of("shedule", known)).contains("schedule");
    assertThat(Nearest.of("key-env", known)).contains("key_env");
    assertThat(Nearest.of("EVERY", known)).contains("every");
    assertThat(Nearest.of("zone", known)).isEmpty();
    assertThat(Nearest.of("xy", List.of("by"))).contains("by");
    assertThat(Nearest.of("pq", List.of("by"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-admin-0123456789abcdef", "sk-ant-admin01-AbCdEf012345678", "AIzaSyA0123456789abcdefghi",
        "ghp_0123456789abcdef0123", "https://user:pw@host/x", "jdbc:postgresql://h/d?password=x",
        "0123456789abcdef0123456789abcdef"
      })
  void credential_isNotShown(String text) {
    assertThat(Shown.of(text)).isEqualTo("***");
    assertThat(Shown.name(text)).isEqualTo("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPENAI_ADMIN_KEY", "AZURE_OPENAI_EU_WEST_2_ADMIN_KEY_2026", "https://api.openai.com/v1",
        "0 0/15 * * * ?", "jdbc:sqlite:data/aispend.db", "/run/secrets/openai_admin_key_2026_prod",
        "claude-opus-4", "search-*", "sk-learn"
      })
  void ordinaryText_isShown(String text) {
    assertThat(Shown.of(text)).isEqualTo('"' + text + '"');
  }
}
