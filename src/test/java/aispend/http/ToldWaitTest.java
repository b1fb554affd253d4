// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldWaitTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Retry-After; 7; PT7S",
        "Retry-After; 1.5; PT1.5S",
        "Retry-After; 0; PT0S",
        "Retry-After; 600; PT10M",
        "Retry-After; Sat, 21 Nov 2026 12:00:30 GMT; PT30S",
        "retry-after-ms; 1234; PT1.234S",
        "anthropic-ratelimit-requests-reset; 2026-11-21T12:01:00Z; PT1M",
        "anthropic-ratelimit-requests-reset; 2026-11-21T14:01:00+02:00; PT1M",
        "x-ratelimit-reset-requests; 1s; PT1S",
        "x-ratelimit-reset-tokens; 6m0s; PT6M",
        "x-ratelimit-reset-tokens; 1h2m3.5s; PT1H2M3.5S",
        "x-ratelimit-reset-tokens; 20ms; PT0.02S",
        "x-ratelimit-reset; 45; PT45S",
        "x-ratelimit-reset; 1795262410; PT10S",
        "x-ratelimit-reset; 1795262410500; PT10.5S",
      })
  void readableHeader_isFollowed(String name, String value, Duration wait) {
    assertThat(ToldWait.of(429, Headers.of(name, value), CLOCK)).contains(wait);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Retry-After; -5",
        "Retry-After; soon",
        "Retry-After; Sat, 21 Nov 2026 11:59:59 GMT",
        "Retry-After; 123456789012345678901234567890123456789012345",
        "retry-after-ms; -1",
        "anthropic-ratelimit-requests-reset; 2026-11-21T11:00:00Z",
        "anthropic-ratelimit-requests-reset; tomorrow",
        "x-ratelimit-reset-requests; 1x",
        "x-ratelimit-reset-requests; 1s later",
        "x-ratelimit-reset; 1000000000",
        "x-ratelimit-limit-requests; 60"
      })
  void negativePastOrUnreadable_isNoHeader(String name, String value) {
    assertThat(ToldWait.of(429, Headers.of(name, value), CLOCK)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After, 1e18",
    "Retry-After, 999999999999999999",
    "Retry-After, 1e999999999",
    "retry-after-ms, 1e18",
    "x-ratelimit-reset, 1e18",
    "x-ratelimit-reset, 1e999999999"
  })
  void absurdlyFar_isLongButNoOverflow(String name, String value) {
    assertThat(ToldWait.of(429, Headers.of(name, value), CLOCK))
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(1_000)));
  }

  @Test
  void severalResets_theLatestOfTheExhaustedCounts() {
    Headers headers =
        Headers.of(
            "x-ratelimit-reset-requests", "10s",
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-tokens", "6m0s",
            "x-ratelimit-remaining-tokens", "4000",
            "anthropic-ratelimit-requests-reset", "2026-11-21T12:00:05Z");

    assertThat(ToldWait.of(429, headers, CLOCK)).contains(Duration.ofSeconds(10));
  }

  @Test
  void retryAfter_outranksResets() {
    Headers headers = Headers.of("x-ratelimit-reset-requests", "6m0s", "Retry-After", "3");

    assertThat(ToldWait.of(429, headers, CLOCK)).contains(Duration.ofSeconds(3));
  }

  @Test
  void resetOnAServerError_saysNothing() {
    Headers headers = Headers.of("x-ratelimit-reset-requests", "6m0s");

    assertThat(ToldWait.of(503, headers, CLOCK)).isEmpty();
  }
}
