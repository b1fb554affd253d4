// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.ledger.Outbox;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.telemetry.PushTelemetry;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import prometheus.Remote.Label;

/** Each answer that the other side can give, over a real ledger and a real connection. */
final class PushTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Map<String, String> HEADERS =
      Map.of("Authorization", "Bearer s3cret-token", "X-Scope-OrgID", "acme");

  @TempDir private Path folder;

  private final MutableClock clock = new MutableClock(NOW);
  private final Telemetry telemetry = new Telemetry();
  private Receiver receiver;
  private SqlLedger ledger;
  private Spend spend;
  private OutgoingHttp http;
  private PushTelemetry shown;
  private Push push;

  @BeforeEach
  void open() throws Exception {
    receiver = new Receiver();
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("l.db"), List.of(Dimension.PROVIDER, Dimension.MODEL));
    http = new OutgoingHttp(telemetry, clock, "aispend/test");
    shown = telemetry.push();
    push = push(receiver.url(), 100);
    spend = new Spend(ledger).register("openai");
  }

  private Push push(URI url, int samplesPerRequest) {
    Outbox.Settings kept = new Outbox.Settings(Duration.ofDays(30), 1_000, Map.of());
    ledger.outbox().turnOn(kept, NOW);
    return new Push(
        ledger.outbox(),
        http.bytesClient(HttpSettings.Timeouts.DEFAULTS),
        new HistorySettings(new Target(url, HEADERS), "aispend", kept, samplesPerRequest, 1_000),
        shown,
        clock,
        RandomGenerator.of("L64X128MixRandom"));
  }

  @AfterEach
  void close() {
    shown.close();
    http.close();
    ledger.close();
    receiver.close();
  }

  @Test
  void whatIsPending_isSentOnceAsRemoteWrite() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1.25");

    Duration wait = push.step();
    push.step();

    assertThat(receiver.asked()).hasSize(1);
    Receiver.Received request = receiver.taken().get(0);
    assertThat(request.headers().get("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.headers().get("Content-Encoding")).isEqualTo("snappy");
    assertThat(request.headers().get("X-Prometheus-Remote-Write-Version")).isEqualTo("0.1.0");
    assertThat(request.headers().get("User-Agent")).isEqualTo("aispend/test");
    assertThat(request.headers().get("Authorization")).isEqualTo("Bearer s3cret-token");
    assertThat(request.headers().get("X-Scope-OrgID")).isEqualTo("acme");
    long stamp = Instant.parse("2026-11-20T05:30:00Z").toEpochMilli();
    assertThat(receiver.samples())
        .contains(
            "{__name__=aispend_posted_cost_usd, job=aispend, model=m, provider=openai} "
                + stamp
                + " 1.25");
    request
        .message()
        .getTimeseriesList()
        .forEach(
            series -> assertThat(series.getLabelsList()).extracting(Label::getName).isSorted());
    assertThat(wait).isEqualTo(Duration.ofMillis(request.samples()));
    assertThat(ledger.outbox().pendingCount()).isZero();
    assertThat(samples("sent")).isEqualTo(request.samples());
    assertThat(metric("aispend_push_last_success_timestamp_seconds"))
        .isEqualTo((double) NOW.getEpochSecond());
  }

  @Test
  void days_areSentOneByOneOldestFirstInBoundedRequests() throws Exception {
    push = push(receiver.url(), 4);
    spend("2026-11-20T05:00:00Z", "m", "1");
    spend("2026-11-18T05:00:00Z", "m", "2");

    for (int i = 0; i < 6; i++) {
      push.step();
    }

    assertThat(receiver.asked()).extracting(Receiver.Received::samples).containsExactly(4, 1, 4, 1);
    assertThat(
            receiver.asked().stream()
                .map(
                    one ->
                        Instant.ofEpochMilli(
                                one.message().getTimeseries(0).getSamples(0).getTimestamp())
                            .toString()
                            .substring(0, 10)))
        .containsExactly("2026-11-18", "2026-11-18", "2026-11-20", "2026-11-20");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 422})
  void oneBadSample_isFoundAndGivenUpAlone(int status) throws Exception {
    spend("2026-11-20T05:00:00Z", "good", "1");
    spend("2026-11-20T06:00:00Z", "bad", "6.66");
    receiver.answers(
        request ->
            request.message().toString().contains("6.66")
                ? Receiver.status(status, "out of order sample")
                : Receiver.ok());

    push.step();
    push.step();

    assertThat(ledger.outbox().pendingCount()).isZero();
    assertThat(receiver.samples()).noneMatch(sample -> sample.endsWith("6.66"));
    assertThat(samples("rejected")).isEqualTo(2); // of the cost and of its source
    assertThat(samples("sent")).isEqualTo(8);
    int asked = receiver.asked().size();
    push.step();
    assertThat(receiver.asked()).hasSize(asked);
  }

  @Test
  void tooOldSampleAsAServerError_isGivenUp() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1");
    receiver.answers(request -> Receiver.status(500, "too old sample"));

    push.step();

    assertThat(ledger.outbox().pendingCount()).isZero();
    assertThat(samples("rejected")).isEqualTo(5);
    assertThat(samples("sent")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405})
  void refusedCaller_keepsAllAndWaitsLongerAndLonger(int status) throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1");
    receiver.answers(request -> Receiver.status(status, "who are you, s3cret-token?"));

    Duration last = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      last = push.step();
    }

    assertThat(last).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(ledger.outbox().pendingCount()).isEqualTo(5);
    assertThat(requests("retried")).isEqualTo(12);
    receiver.answers(request -> Receiver.ok());
    push.step();
    assertThat(ledger.outbox().pendingCount()).isZero();
  }

  @Test
  void busyServer_isAskedAgainWhenItSays() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1");
    receiver.answers(request -> Receiver.status(429, "slow down", "Retry-After", "17"));

    assertThat(push.step()).isEqualTo(Duration.ofSeconds(17));
    assertThat(ledger.outbox().pendingCount()).isEqualTo(5);
  }

  @Test
  void failingServer_isAskedAgainForEverAndTheSameIsSent() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1");
    receiver.answers(request -> Receiver.status(503, "no"));
    assertThat(push.step()).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
    assertThat(push.step()).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(2_400));

    receiver.answers(request -> Receiver.ok());
    push.step();

    assertThat(receiver.asked()).extracting(Receiver.Received::message).hasSize(3);
    assertThat(receiver.asked().get(2).message()).isEqualTo(receiver.asked().get(0).message());
    assertThat(requests("ok")).isEqualTo(1);
  }

  @Test
  void serverThatIsAway_losesNothing() throws Exception {
    URI nowhere = receiver.url();
    receiver.close();
    push = push(nowhere, 100);
    spend("2026-11-20T05:00:00Z", "m", "1");

    assertThat(push.step()).isLessThan(Duration.ofSeconds(2));
    assertThat(ledger.outbox().pendingCount()).isEqualTo(5);
    assertThat(metric("aispend_push_pending_samples")).isEqualTo(5);
  }

  @Test
  void whatIsOlderThanTheWindow_isSkippedAndCounted() throws Exception {
    spend("2026-10-21T12:00:00Z", "m", "1");
    spend("2026-10-21T14:00:00Z", "m", "1");

    push.step();

    assertThat(samples("skipped")).isEqualTo(5);
    assertThat(samples("sent")).isEqualTo(5);
  }

  @Test
  void tooLargeARequest_isSentInHalves() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1");
    receiver.answers(
        request -> request.samples() > 2 ? Receiver.status(413, "too large") : Receiver.ok());

    push.step();

    assertThat(receiver.taken()).allMatch(request -> request.samples() <= 2);
    assertThat(samples("sent")).isEqualTo(5);
  }

  @Test
  void replay_sendsTheVerySameAgain() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1");
    push.step();

    ledger.outbox().replay(Instant.parse("2026-11-20T00:00:00Z"), NOW);
    push.step();

    assertThat(receiver.taken()).hasSize(2);
    assertThat(receiver.taken().get(1).message()).isEqualTo(receiver.taken().get(0).message());
  }

  @Test
  void expectedCost_isShownAndGoneWithHistory() throws Exception {
    spend("2026-11-20T05:00:00Z", "m", "1.5");
    push.step();

    assertThat(
            telemetry
                .registry()
                .getSampleValue(
                    "aispend_push_expected_usd",
                    new String[] {"provider", "window"},
                    new String[] {"openai", "7d"}))
        .isEqualTo(1.5);
    shown.close();
    assertThat(telemetry.registry().getSampleValue("aispend_push_pending_samples")).isNull();
  }

  /** Cost, input and output tokens, requests and the source's own cost: five samples. */
  private void spend(String hour, String model, String usd) {
    spend.hour(hour, "openai", Map.of(Dimension.MODEL, model), usd);
  }

  private double samples(String outcome) {
    return metric("aispend_push_samples_total", "outcome", outcome);
  }

  private double requests(String outcome) {
    return metric("aispend_push_requests_total", "outcome", outcome);
  }

  private double metric(String name, String... label) {
    Double value =
        label.length == 0
            ? telemetry.registry().getSampleValue(name)
            : telemetry
                .registry()
                .getSampleValue(name, new String[] {label[0]}, new String[] {label[1]});
    assertThat(value).as(name).isNotNull();
    return value == null ? 0 : value;
  }
}
