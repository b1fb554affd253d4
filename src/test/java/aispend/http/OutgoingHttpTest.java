// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.telemetry.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHttpTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Map<String, String> KEY = Map.of("Authorization", "Bearer sk-secret-value");

  private static final HttpSettings SETTINGS =
      HttpSettings.DEFAULTS
          .withRetries(
              new HttpSettings.Retries(
                  3, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)))
          .withMaxAnswerBytes(10_000);

  private final MockWebServer server = new MockWebServer();
  private final RecordedPause pause = new RecordedPause();
  private final Telemetry telemetry = new Telemetry();
  private final OutgoingHttp http =
      new OutgoingHttp(telemetry, CLOCK, "aispend/test", pause, new Random(1));
  private final JsonClient client = http.client("mine", SETTINGS);

  @BeforeEach
  void start() throws Exception {
    QueueDispatcher queue = new QueueDispatcher();
    queue.setFailFast(true);
    server.setDispatcher(queue);
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private static MockResponse answer(int status, String body, String... headers) {
    MockResponse.Builder answer = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < headers.length; i += 2) {
      answer.addHeader(headers[i], headers[i + 1]);
    }
    return answer.build();
  }

  private HttpUrl url() {
    return server.url("/v1/things?cursor=private");
  }

  private JsonNode get(MockResponse... answers) throws Exception {
    for (MockResponse answer : answers) {
      server.enqueue(answer);
    }
    return client.get(url(), KEY);
  }

  private ProviderException failure(MockResponse... answers) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> get(answers));
    assertThat(failure).isNotNull();
    return failure;
  }

  private Map<String, Integer> responses() {
    Map<String, Integer> counts = new HashMap<>();
    Collections.list(telemetry.registry().metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.equals("aispend_provider_http_responses_total"))
        .forEach(sample -> counts.put(sample.labelValues.get(1), (int) sample.value));
    return counts;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "<html>login</html>",
        "{\"a\":",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1e99999999999}",
      })
  void unreadableAnswer_isBadResponseAtOnce(String body) {
    ProviderException failure = failure(answer(200, body, "Content-Type", "text/html"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure.status()).hasValue(200);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void html_isQuotedWithItsType() {
    assertThat(failure(answer(200, "<html>login</html>", "Content-Type", "text/html")))
        .hasMessageContainingAll("not JSON", "text/html", "<html>login</html>", "base_url");
  }

  @Test
  void deepNesting_isBadResponse() {
    assertThat(failure(answer(200, "[".repeat(3_000))).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void invalidUtf8_isBadResponse() {
    Buffer bytes = new Buffer().writeUtf8("{\"a\":\"").writeByte(0xff).writeUtf8("\"}");

    assertThat(failure(new MockResponse.Builder().body(bytes).build()).kind())
        .isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void largestAnswer_isReadAndOneByteMoreIsNot() throws Exception {
    String largest = "\"" + "x".repeat(9_998) + "\"";

    assertThat(get(answer(200, largest)).asText()).hasSize(9_998);
    assertThat(failure(answer(200, largest + " "))).hasMessageContaining("more than 10000 bytes");
    assertThat(failure(new MockResponse.Builder().chunkedBody(largest + " ", 1_000).build()).kind())
        .isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void gzipBomb_isCountedAsItUnfolds() throws Exception {
    Buffer bomb = new Buffer();
    try (var gzip = Okio.buffer(new GzipSink(bomb))) {
      for (int i = 0; i < 20; i++) {
        gzip.writeUtf8(" ".repeat(1_000_000));
      }
    }
    assertThat(bomb.size()).isLessThan(1_000_000);

    ProviderException failure =
        failure(
            new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(bomb).build());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void gzip_isUnfolded() throws Exception {
    Buffer body = new Buffer();
    try (var gzip = Okio.buffer(new GzipSink(body))) {
      gzip.writeUtf8("{\"a\":1}");
    }

    assertThat(
            get(
                new MockResponse.Builder()
                    .addHeader("Content-Encoding", "gzip")
                    .body(body)
                    .build()))
        .hasToString("{\"a\":1}");
  }

  @Test
  void largeRefusal_isQuotedInPart() {
    assertThat(failure(answer(400, "x".repeat(200_000))).getMessage()).hasSizeLessThan(400);
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
  void echoedKey_isTakenOutOfTheMessage() {
    ProviderException failure =
        failure(answer(400, "{\"error\":\"no such key sk-secret-value\\n in Bearer\"}"));

    assertThat(failure).hasMessageContaining("no such key ***  in Bearer");
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
