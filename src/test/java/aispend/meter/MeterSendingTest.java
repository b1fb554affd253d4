// SPDX-License-Identifier: Apache-2.0
package aispend.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.config.MeterConfig;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.Patience;
import aispend.ledger.LedgerException;
import aispend.ledger.MeterLog;
import aispend.ledger.TenantLedger;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Secret;
import aispend.model.Source;
import aispend.model.Tenant;
import aispend.telemetry.MeterTelemetry;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.SettledSpend;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A meter over a real ledger and a real HTTP server; each step is one look at the ledger. */
class MeterSendingTest {
  private static final String TAKEN = "{\"object\":\"billing.meter_event\"}";

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private final Telemetry telemetry = new Telemetry();
  private final MockWebServer server = new MockWebServer();
  private OutgoingHttp http;
  private SettledSpend spend;
  private MeterTelemetry shown;

  @BeforeEach
  void open() throws Exception {
    QueueDispatcher answers = new QueueDispatcher();
    answers.setFailFast(new MockResponse.Builder().code(404).build());
    server.setDispatcher(answers);
    server.start();
    http = new OutgoingHttp(telemetry, clock, "test");
    spend = new SettledSpend(folder, SettledSpend.USAGE);
    shown = telemetry.meters(List.of("spend"));
  }

  @AfterEach
  void close() throws Exception {
    shown.close();
    spend.close();
    http.close();
    server.close();
  }

  /** 1.4 cents, 2.7 with the next day, 3 with the third. */
  @Test
  void settledDays_areToldInWholeCentsAndTheRestIsCarried() throws Exception {
    day("01", "0.014");
    day("02", "0.013");
    day("03", "0.003");
    day("04", "100");
    other("01", "5");
    spend.settled("2026-11-04");
    answer(3, 200, TAKEN);

    Duration wait = sending().step();

    List<Map<String, String>> told = told(3);
    assertThat(told).extracting(form -> form.get("payload[value]")).containsExactly("1", "1", "1");
    assertThat(told.get(0))
        .containsEntry("event_name", "ai_spend")
        .containsEntry("payload[stripe_customer_id]", "cus_1")
        .containsEntry(
            "timestamp", Long.toString(Instant.parse("2026-11-01T23:59:59Z").getEpochSecond()));
    assertThat(told).extracting(form -> form.get("identifier")).doesNotHaveDuplicates();
    assertThat(wait).isEqualTo(Duration.ofMinutes(10));
    assertThat(sample("aispend_meter_pending_events")).isZero();
    sending().step();
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void sourceThatIsReadNoMore_holdsNothingUp() throws Exception {
    spend.ledger.register(
        SettledSpend.source("v", "retired", Layer.METERED, Source.Timeliness.HOURLY), Set.of());
    day("01", "0.02");
    spend.settled("2026-11-02");
    answer(1, 200, TAKEN);

    sending().step();

    assertThat(told(1).get(0)).containsEntry("payload[value]", "2");
  }

  @Test
  void nothingSettled_isNothingTold() throws Exception {
    day("01", "5");

    sending().step();

    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void killBetweenSendAndMark_repeatsTheSameAndIsToldThatItArrived() throws Exception {
    day("01", "5");
    spend.settled("2026-11-02");
    answer(1, 200, TAKEN);
    MeterLog killed = new KilledLog(spend.ledger.meters());
    assertThatThrownBy(() -> sending(killed).step()).isInstanceOf(LedgerException.class);
    answer(
        1,
        400,
        "{\"error\":{\"type\":\"invalid_request_error\",\"message\":"
            + "\"An event already exists with identifier 0123.\"}}");

    sending().step();
    sending().step();

    RecordedRequest first = server.takeRequest();
    RecordedRequest second = server.takeRequest();
    assertThat(second.getBody()).isEqualTo(first.getBody());
    assertThat(first.getHeaders().get("Idempotency-Key")).isNull();
    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(sample("aispend_meter_pending_events")).isZero();
  }

  @Test
  void growthOfADayThatWasTold_isASecondEvent() throws Exception {
    day("01", "5");
    spend.settled("2026-11-02");
    answer(2, 200, TAKEN);
    sending().step();

    day("01", "6.5");
    sending().step();

    List<Map<String, String>> told = told(2);
    assertThat(told).extracting(form -> form.get("payload[value]")).containsExactly("500", "150");
    assertThat(told).extracting(form -> form.get("identifier")).doesNotHaveDuplicates();
  }

  /** 5 was told, 3 is right; the next day's 2.5 pays the 2 back first. */
  @Test
  void dayThatTurnsOutToBeLess_isNeverNegativeAndSettledWithTheNext() throws Exception {
    day("01", "5");
    spend.settled("2026-11-02");
    answer(2, 200, TAKEN);
    sending().step();

    day("01", "3");
    sending().step();
    assertThat(server.getRequestCount()).isEqualTo(1);
    day("02", "2.5");
    spend.settled("2026-11-03");
    sending().step();

    assertThat(told(2)).extracting(form -> form.get("payload[value]")).containsExactly("500", "50");
  }

  @Test
  void rateLimited_waitsAsToldThenSendsTheSame() throws Exception {
    day("01", "5");
    spend.settled("2026-11-02");
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build());
    answer(1, 200, TAKEN);

    assertThat(sending().step()).isEqualTo(Duration.ofSeconds(7));
    assertThat(sample("aispend_meter_pending_events")).isEqualTo(1);
    sending().step();

    List<Map<String, String>> told = told(2);
    assertThat(told.get(1)).isEqualTo(told.get(0));
    assertThat(sample("aispend_meter_pending_events")).isZero();
  }

  @Test
  void refusedKey_keepsWhatIsOwed() throws Exception {
    day("01", "5");
    day("02", "5");
    spend.settled("2026-11-03");
    answer(1, 401, "{\"error\":{\"message\":\"Invalid API Key\"}}");

    assertThat(sending().step()).isPositive();

    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(spend.ledger.meters().pending("spend")).hasSize(2);
    assertThat(
            telemetry
                .registry()
                .getSampleValue(
                    "aispend_meter_posts_total",
                    new String[] {"meter", "outcome"},
                    new String[] {"spend", "refused"}))
        .isEqualTo(1);
  }

  /** Stripe takes nothing older than 35 days. */
  @Test
  void dayThatIsTooOld_isToldAsOfNow() throws Exception {
    day("01", "5");
    spend.settled("2026-11-02");
    clock.set("2026-12-20T00:00:00Z");
    answer(1, 200, TAKEN);

    sending().step();

    assertThat(told(1).get(0))
        .containsEntry("timestamp", Long.toString(clock.instant().getEpochSecond()));
  }

  private void day(String day, String dollars) {
    spend.hour(SettledSpend.USAGE, "2026-11-" + day + "T05:00:00Z", "acme", "m", dollars);
  }

  private void other(String day, String dollars) {
    spend.hour(SettledSpend.USAGE, "2026-11-" + day + "T05:00:00Z", "globex", "m", dollars);
  }

  private MeterSending sending() {
    return sending(spend.ledger.meters());
  }

  private MeterSending sending(MeterLog log) {
    MeterConfig config =
        new MeterConfig(
            "spend",
            "ai_spend",
            MeterConfig.Value.CENTS,
            LocalDate.parse("2026-11-01"),
            Map.of("acme", "cus_1"),
            URI.create(server.url("").toString().replaceAll("/$", "")),
            Optional.of(new Secret("sk_test_1")),
            new MeterConfig.Payload("stripe_customer_id", "value"));
    HttpSettings.Timeouts timeouts =
        new HttpSettings.Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));
    Tenant acme = new Tenant("acme", Map.of(Dimension.PROJECT, "acme"));
    return new MeterSending(
        config,
        Map.of("acme", new TenantLedger(spend.ledger, acme)),
        log,
        new StripeMeter(config, config.key().orElseThrow(), http.bytesClient(timeouts)),
        new Patience(RandomGenerator.of("L64X128MixRandom")),
        shown,
        clock,
        source -> !source.name().endsWith(":retired"));
  }

  private void answer(int times, int status, String body) {
    for (int i = 0; i < times; i++) {
      server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }
  }

  private List<Map<String, String>> told(int count) throws Exception {
    List<Map<String, String>> told = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RecordedRequest request = server.takeRequest();
      assertThat(request.getTarget()).isEqualTo("/v1/billing/meter_events");
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer sk_test_1");
      told.add(form(Objects.requireNonNull(request.getBody()).utf8()));
    }
    return told;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : body.split("&", -1)) {
      int place = field.indexOf('=');
      form.put(
          URLDecoder.decode(field.substring(0, place), StandardCharsets.UTF_8),
          URLDecoder.decode(field.substring(place + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  private double sample(String name) {
    Double value =
        telemetry.registry().getSampleValue(name, new String[] {"meter"}, new String[] {"spend"});
    assertThat(value).isNotNull();
    return value;
  }

  /** The process ends after the answer came and before it is written down. */
  private record KilledLog(MeterLog log) implements MeterLog {
    @Override
    public int account(Account account, Map<Instant, Long> amounts, long perUnit, Instant now) {
      return log.account(account, amounts, perUnit, now);
    }

    @Override
    public List<Send> pending(String meter) {
      return log.pending(meter);
    }

    @Override
    public void sent(Send send, Instant now) {
      throw new LedgerException("killed", null);
    }
  }
}
