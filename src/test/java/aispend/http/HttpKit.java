// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.telemetry.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A vendor that answers in turn, and a client that asks it without waiting for real. */
abstract class HttpKit {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Map<String, String> KEY = Map.of("Authorization", "Bearer sk-secret-value");

  static final HttpSettings SETTINGS =
      HttpSettings.DEFAULTS
          .withRetries(
              new HttpSettings.Retries(
                  3, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)))
          .withMaxAnswerBytes(10_000);

  final MockWebServer server = new MockWebServer();
  final RecordedPause pause = new RecordedPause();
  final Telemetry telemetry = new Telemetry();
  final OutgoingHttp http =
      new OutgoingHttp(telemetry, CLOCK, "aispend/test", pause, new Random(1));
  final JsonClient client = http.client("mine", SETTINGS);

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

  static MockResponse answer(int status, String body, String... headers) {
    MockResponse.Builder answer = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < headers.length; i += 2) {
      answer.addHeader(headers[i], headers[i + 1]);
    }
    return answer.build();
  }

  HttpUrl url() {
    return server.url("/v1/things?cursor=private");
  }

  JsonNode get(MockResponse... answers) throws Exception {
    for (MockResponse answer : answers) {
      server.enqueue(answer);
    }
    return client.get(url(), KEY);
  }

  ProviderException failure(MockResponse... answers) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> get(answers));
    assertThat(failure).isNotNull();
    return failure;
  }

  Map<String, Integer> responses() {
    Map<String, Integer> counts = new HashMap<>();
    Collections.list(telemetry.registry().metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.equals("aispend_provider_http_responses_total"))
        .forEach(sample -> counts.put(sample.labelValues.get(1), (int) sample.value));
    return counts;
  }
}
