// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHttpStopTest {
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

  private Map<String, Integer> responses() {
    Map<String, Integer> counts = new HashMap<>();
    Collections.list(telemetry.registry().metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.equals("aispend_provider_http_responses_total"))
        .forEach(sample -> counts.put(sample.labelValues.get(1), (int) sample.value));
    return counts;
  }

  @Test
  void repeatedFailure_opensTheCircuitUntilItHasRested() throws Exception {
    Duration rest = Duration.ofMillis(300);
    JsonClient breaking =
        http.client("mine", SETTINGS.withCircuit(new HttpSettings.Circuit(4, rest)));
    for (int i = 0; i < 4; i++) {
      server.enqueue(answer(500, ""));
    }
    try (CapturedLog log = new CapturedLog()) {
      assertThatThrownBy(() -> breaking.get(url(), KEY)).hasMessageContaining("given up after 3");
      assertThatThrownBy(() -> breaking.get(url(), KEY)).hasMessageContaining("left alone until");
      ProviderException resting =
          catchThrowableOfType(ProviderException.class, () -> breaking.get(url(), KEY));

      assertThat(resting.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(resting).hasMessage("mine failed repeatedly and is left alone until " + NOW);
      assertThat(server.getRequestCount()).isEqualTo(4);

      server.enqueue(answer(200, "{}"));
      Awaitility.await().ignoreExceptions().until(() -> breaking.get(url(), KEY).isEmpty());
      assertThat(server.getRequestCount()).isEqualTo(5);
      assertThat(log.lines()).filteredOn(line -> line.contains("is left alone")).hasSize(1);
      assertThat(log.lines()).filteredOn(line -> line.contains("answers again")).hasSize(1);
    }
  }

  @Test
  void refusals_doNotOpenTheCircuit() {
    JsonClient breaking =
        http.client("mine", SETTINGS.withCircuit(new HttpSettings.Circuit(1, Duration.ofDays(1))));
    for (int i = 0; i < 3; i++) {
      server.enqueue(answer(401, ""));
      assertThatThrownBy(() -> breaking.get(url(), KEY)).hasMessageContaining("answered 401");
    }
  }

  @Test
  void interruptedWhileReading_stopsAtOnce() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    Thread asking = asking(client, thrown);
    server.takeRequest();

    asking.interrupt();

    assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void closedWhileReading_stopsAtOnce() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    Thread asking = asking(client, thrown);
    server.takeRequest();

    http.close();

    assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    asking.join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedWhileWaiting_stopsAtOnce(boolean interrupt) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    server.enqueue(answer(429, "", "Retry-After", "3000"));
    try (OutgoingHttp really = new OutgoingHttp(telemetry, CLOCK, "aispend/test")) {
      Thread asking = asking(really.client("mine", SETTINGS), thrown);
      Awaitility.await()
          .until(
              () ->
                  asking.getState() == Thread.State.TIMED_WAITING
                      && responses().containsKey("429"));

      Runnable stopping = interrupt ? asking::interrupt : really::close;
      stopping.run();

      assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void closed_asksNobody() {
    http.close();

    assertThatThrownBy(() -> client.get(url(), KEY)).isInstanceOf(InterruptedException.class);
    assertThat(server.getRequestCount()).isZero();
  }

  private Thread asking(JsonClient asked, CompletableFuture<Throwable> thrown) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              started.countDown();
              try {
                asked.get(url(), KEY);
                thrown.complete(new AssertionError("answered"));
              } catch (ProviderException | InterruptedException e) {
                thrown.complete(e);
              }
            });
    thread.start();
    started.await();
    return thread;
  }
}
