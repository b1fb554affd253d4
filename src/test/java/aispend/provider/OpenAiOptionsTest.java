// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.http.Pacing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiOptionsTest {
  @Test
  void nothingSet_asksForEverythingAtTheVendorsPace() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(OpenAiOptions.of(Map.of()))
        .isEqualTo(
            new OpenAiOptions(
                true,
                false,
                false,
                false,
                List.of(OpenAiEndpoint.values()),
                true,
                new Pacing(60, minute),
                new Pacing(6, minute)));
  }

  @Test
  void everythingSet_isTaken() {
    Map<String, String> options =
        Map.of(
            "group_by_api_key", "false",
            "group_by_user", "true",
            "limits", "true",
            "group_by_api_source", "true",
            "endpoints", "embeddings, completions,embeddings",
            "array_style", "bare",
            "requests_per_minute", "10",
            "admin_requests_per_minute", "3",
            "min_seconds_after_429", "0");

    assertThat(options).containsOnlyKeys(OpenAiOptions.NAMES);
    assertThat(OpenAiOptions.of(options))
        .isEqualTo(
            new OpenAiOptions(
                false,
                true,
                true,
                true,
                List.of(OpenAiEndpoint.EMBEDDINGS, OpenAiEndpoint.COMPLETIONS),
                false,
                new Pacing(10, Duration.ZERO),
                new Pacing(3, Duration.ZERO)));
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints, 'completions,chat', completions",
    "endpoints, 'completions,', completions",
    "array_style, comma, brackets or bare",
    "group_by_api_key, yes, true or false",
    "requests_per_minute, 0, from 1 to",
    "requests_per_minute, fast, whole number",
    "min_seconds_after_429, 3601, from 0 to 3600"
  })
  void unusableValue_namesOptionValueAndRemedy(String name, String value, String remedy) {
    assertThatThrownBy(() -> OpenAiOptions.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("option " + name, "'" + value + "'", remedy);
  }
}
