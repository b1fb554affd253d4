// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.testing.MutableClock;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often, how long and with what a vendor is asked. */
class OutgoingHttpTest extends HttpKit {
  @Test
  void whatVendorsSayIsLeft_isShownByLimit() throws Exception {
    get(
        answer(
            200,
            "{}",
            "X-RateLimit-Remaining",
            "4999",
            "x-ratelimit-remaining-tokens",
            "149984.5",
            "anthropic-ratelimit-input-tokens-remaining",
            "80000",
            "x-ratelimit-remaining-moods",
            "3",
            "x-ratelimit-limit",
            "5000"));
    get(answer(200, "{}", "X-RateLimit-Remaining", "4998", "ratelimit-remaining-tokens", "many"));

    Map<String, Double> left = new HashMap<>();
    Collections.list(telemetry.registry().metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.equals("aispend_provider_quota_remaining"))
        .forEach(sample -> left.put(sample.labelValues.get(1), sample.value));
    assertThat(left)
        .isEqualTo(Map.of("requests", 4998.0, "tokens", 149984.5, "input_tokens", 80000.0));
  }

  /** As a reload makes clients: another most, another key. */
  @Test
  void cappedDay_goesOnOverAnotherClient() throws Exception {
    Standing standing = Standing.of("mine", SETTINGS.circuit());
    server.enqueue(answer(200, "{}"));
    server.enqueue(answer(200, "{}"));
    http.client(standing, SETTINGS.withCallsPerDay(1)).get(url(), KEY);

    Standing elsewhere = standing.elsewhere(SETTINGS.circuit());
    JsonClient again = http.client(elsewhere, SETTINGS.withCallsPerDay(2));
    again.get(url(), KEY);

    assertThat(catchThrowableOfType(ProviderException.class, () -> again.get(url(), KEY)))
        .hasMessageContaining("was asked 2 times today");
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void openCircuit_staysOpenForAnotherClientButNotElsewhere() throws Exception {
    HttpSettings.Circuit circuit = new HttpSettings.Circuit(3, Duration.ofDays(1));
    Standing standing = Standing.of("mine", circuit);
    for (int i = 0; i < 3; i++) {
      server.enqueue(answer(500, ""));
    }
    server.enqueue(answer(200, "{}"));
    JsonClient first = http.client(standing, SETTINGS);
    assertThat(catchThrowableOfType(ProviderException.class, () -> first.get(url(), KEY)))
        .hasMessageContaining("given up after 3");

    JsonClient reloaded = http.client(standing, SETTINGS);
    assertThat(catchThrowableOfType(ProviderException.class, () -> reloaded.get(url(), KEY)))
        .hasMessageContaining("left alone until");
    assertThat(server.getRequestCount()).isEqualTo(3);

    assertThat(http.client(standing.elsewhere(circuit), SETTINGS).get(url(), KEY)).isEmpty();
  }

  @Test
  void cappedDay_isRateLimitedWithoutACallUntilTheNext() throws Exception {
    MutableClock clock = new MutableClock(Instant.parse("2026-11-21T23:00:00Z"));
    try (OutgoingHttp own =
        new OutgoingHttp(telemetry, clock, "aispend/test", pause, new Random(1))) {
      JsonClient capped = own.client("mine", SETTINGS.withCallsPerDay(2));
      server.enqueue(answer(503, "{}"));
      server.enqueue(answer(200, "{}"));
      capped.get(url(), KEY);

      ProviderException failure =
          catchThrowableOfType(ProviderException.class, () -> capped.get(url(), KEY));
      assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
      assertThat(failure).hasMessageContaining("was asked 2 times today");
      assertThat(server.getRequestCount()).isEqualTo(2);

      clock.advance(Duration.ofHours(1));
      server.enqueue(answer(200, "{}"));
      capped.get(url(), KEY);
    }
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void question_isPostedAsJsonAgainAfterAFailure() throws Exception {
    server.enqueue(answer(503, "{}"));
    server.enqueue(answer(200, "{\"rows\":[1.50]}"));

    JsonNode answer = client.post(url(), KEY, Json.read("{\"days\": 3}"));

    assertThat(answer.path("rows").path(0).decimalValue()).isEqualTo("1.50");
    server.takeRequest();
    RecordedRequest second = server.takeRequest();
    assertThat(second.getMethod()).isEqualTo("POST");
    assertThat(second.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(requireNonNull(second.getBody()).utf8()).isEqualTo("{\"days\":3}");
  }

  @Test
  void goodAnswer_isReadAndCounted() throws Exception {
    assertThat(get(answer(200, "{\"cost\":0.10}")).path("cost").decimalValue()).isEqualTo("0.10");

    assertThat(responses()).isEqualTo(Map.of("200", 1));
    assertThat(pause.waits()).isEmpty();
  }

  @Test
  void debugLine_hasParameterNamesButNoValues() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      get(answer(200, "{\"a\":1}"));

      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("DEBUG Asked"))
          .singleElement()
          .asString()
          .contains("provider=mine path=/v1/things parameters=[cursor] status=200")
          .doesNotContain("private", "sk-secret");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTH, 1",
    "403, AUTH, 1",
    "400, BAD_RESPONSE, 1",
    "402, BAD_RESPONSE, 1",
    "404, BAD_RESPONSE, 1",
    "410, BAD_RESPONSE, 1",
    "408, UNAVAILABLE, 3",
    "409, UNAVAILABLE, 3",
    "429, RATE_LIMITED, 3",
    "500, UNAVAILABLE, 3",
    "503, UNAVAILABLE, 3",
    "529, UNAVAILABLE, 3"
  })
  void status_decidesKindAndRetries(int status, Kind kind, int attempts) {
    MockResponse refusal = answer(status, "{\"error\":{\"message\":\"because\"}}");

    ProviderException failure = failure(refusal, refusal, refusal);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).hasValue(status);
    assertThat(failure.provider()).isEqualTo("mine");
    assertThat(failure).hasMessageContaining("/v1/things answered " + status + ": because");
    assertThat(failure.getSuppressed()).hasSize(attempts - 1);
    assertThat(server.getRequestCount()).isEqualTo(attempts);
    assertThat(responses()).isEqualTo(Map.of(Integer.toString(status), attempts));
  }

  @ParameterizedTest
  @CsvSource({"Retry-After, 7, 7", "x-ratelimit-remaining, 0, 90"})
  void rateLimitToldBy403_isWaitedForAndNoRefusedKey(String header, String value, long seconds)
      throws Exception {
    MockResponse limited = answer(403, "{}", header, value, "x-ratelimit-reset", "90");
    assertThat(get(limited, answer(200, "{}"))).isEmpty();
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(seconds));

    assertThat(failure(limited, limited, limited).kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure(answer(403, "{}", "x-ratelimit-remaining", "12")).kind())
        .isEqualTo(Kind.AUTH);
  }

  @Test
  void vendorsAdvice_outranksTheStatus() throws Exception {
    assertThat(failure(answer(503, "", "x-should-retry", "false")).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(get(answer(400, "", "x-should-retry", "true"), answer(200, "{}"))).isEmpty();
    assertThat(failure(answer(401, "", "x-should-retry", "true")).kind()).isEqualTo(Kind.AUTH);
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void waits_doubleAndFollowTheVendor() throws Exception {
    get(answer(500, ""), answer(502, ""), answer(200, "{}"));
    get(answer(429, "", "Retry-After", "600"), answer(429, ""), answer(200, "{}"));
    get(answer(429, "", "Retry-After", "864000"), answer(200, "{}"));

    assertThat(pause.waits())
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2),
            Duration.ofHours(1));
  }

  @Test
  void waitBeyondTheCap_isSaid() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      get(answer(429, "", "Retry-After", "864000"), answer(200, "{}"));

      assertThat(log.lines())
          .contains(
              "WARN Vendor asks for a longer wait than is followed provider=mine asked=PT240H"
                  + " waiting=PT1H");
    }
  }

  @Test
  void pacedClient_keepsItsPaceAndItsFloor() throws Exception {
    JsonClient paced = client.paced(new Pacing(2, Duration.ofMinutes(1)));
    server.enqueue(answer(200, "{}"));
    server.enqueue(answer(429, ""));
    server.enqueue(answer(200, "{}"));

    paced.get(url(), KEY);
    paced.get(url(), KEY);

    assertThat(pause.waits()).hasSize(2);
    assertThat(pause.waits().get(0)).isEqualTo(Duration.ofMinutes(1));
    assertThat(pause.waits().get(1)).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
  }

  @Test
  void cutBody_isRetriedAndCountsAsNoAnswer() throws Exception {
    MockResponse cut =
        answer(200, "x".repeat(5_000))
            .newBuilder()
            .onResponseBody(new SocketEffect.CloseSocket())
            .build();

    assertThat(get(cut, answer(200, "{\"a\":1}"))).hasToString("{\"a\":1}");
    assertThat(responses()).isEqualTo(Map.of("0", 1, "200", 1));
  }

  @Test
  void connectionClosedWhileItRested_isNoFailure() throws Exception {
    get(closing(answer(200, "{}")));
    get(closing(answer(503, "{}")), closing(answer(200, "{}")));

    assertThat(responses()).isEqualTo(Map.of("200", 2, "503", 1));
    assertThat(pause.waits()).hasSize(1);
  }

  private static MockResponse closing(MockResponse answer) {
    return answer.newBuilder().onResponseEnd(new SocketEffect.CloseSocket()).build();
  }

  @Test
  void noServer_isUnavailable() throws Exception {
    server.close();

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> client.get(url(), KEY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.status()).isEmpty();
    assertThat(failure)
        .hasMessageContainingAll("cannot be reached", "given up after 3 attempts")
        .hasCauseInstanceOf(IOException.class);
    assertThat(responses()).isEqualTo(Map.of("0", 3));
  }

  @Test
  void drippingServer_endsWithTheCallTimeout() {
    JsonClient hurried =
        http.client(
            "mine",
            SETTINGS.withTimeouts(
                new HttpSettings.Timeouts(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(150))));
    MockResponse dripping =
        answer(200, "\"" + "x".repeat(2_000) + "\"")
            .newBuilder()
            .throttleBody(1, 50, TimeUnit.MILLISECONDS)
            .build();
    server.enqueue(dripping);
    server.enqueue(dripping);
    server.enqueue(dripping);

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> hurried.get(url(), KEY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void redirect_isNotFollowedAndTheKeyStaysHere() throws Exception {
    try (MockWebServer elsewhere = new MockWebServer()) {
      elsewhere.start();
      String target = elsewhere.url("/steal?token=abc").toString();

      ProviderException failure = failure(answer(302, "", "Location", target));

      assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(failure).hasMessageContaining("redirect to").hasMessageNotContaining("abc");
      assertThat(elsewhere.getRequestCount()).isZero();
    }
  }

  @Test
  void unsendableKey_isAuthWithoutTheKey() {
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () -> client.get(url(), Map.of("x-api-key", "sk-secret-value\n")));

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure)
        .hasMessageContainingAll("x-api-key", "character 16", "U+000A")
        .hasMessageNotContaining("sk-secret");
    assertThat(server.getRequestCount()).isZero();
  }
}
