// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.fixture;
import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.CapturedLog;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.RecordedPause;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.Secret;
import aispend.model.Source;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every provider, over real HTTP. A subclass names its type, its credential and its
 * reports. Fixtures lie in {@code provider/TYPE/}; each report has {@code PREFIX_CASE.json} for the
 * cases of {@link Report#expected} (at least {@code normal}, {@code unknown_things}, {@code
 * outside_window}, {@code empty_bucket}; {@code decimals} where it reports money), {@code
 * PREFIX_two_pages_1.json} and {@code _2.json}, and {@code PREFIX_repeated_cursor.json}; each type
 * has {@code refused_401.json}, {@code refused_403.json}, {@code rate_limited_429.json}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderContract {
  protected static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");
  private static final int ATTEMPTS = 3;
  private static final int MAX_ANSWER_BYTES = 100_000;

  /**
   * One endpoint of one source.
   *
   * @param source the part of the source's name behind the colon: {@code usage}
   * @param prefix of its fixtures
   * @param path asked for
   * @param window asked for
   * @param windowQuery the query parameters that must carry exactly this window
   * @param cursorParameter the query parameter that carries a page's cursor
   * @param expected what {@code PREFIX_CASE.json} comes to, by case
   * @param twoPages what the two pages come to together
   */
  protected record Report(
      String source,
      String prefix,
      String path,
      ChargePeriod window,
      Map<String, String> windowQuery,
      String cursorParameter,
      Map<String, List<ReportedBucket>> expected,
      List<ReportedBucket> twoPages) {
    @Override
    public String toString() {
      return prefix;
    }
  }

  protected abstract ProviderType type();

  protected abstract List<Report> reports();

  /** A key of the right form, invented. */
  protected abstract String key();

  /** The headers that carry it, lower case. */
  protected abstract Map<String, String> credential();

  /** What the vendor answers when a list is empty. */
  protected abstract String emptyPage();

  /** The scope that {@code refused_403.json} names. */
  protected abstract String scope();

  protected Map<String, String> options() {
    return Map.of();
  }

  protected final RecordedPause pause() {
    return pause;
  }

  protected final VendorServer vendor() {
    return vendor;
  }

  private RecordedPause pause = new RecordedPause();
  private VendorServer vendor;
  private OutgoingHttp http;

  @BeforeEach
  final void start() throws IOException {
    vendor = new VendorServer(emptyPage());
    pause = new RecordedPause();
    http =
        new OutgoingHttp(
            new Telemetry(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            "aispend/test",
            pause,
            new Random(1));
  }

  @AfterEach
  final void stop() {
    http.close();
    vendor.close();
  }

  protected final Provider provider() {
    return provider(options());
  }

  protected final Provider provider(Map<String, String> options) {
    HttpSettings settings =
        HttpSettings.DEFAULTS
            .withRetries(
                new HttpSettings.Retries(
                    ATTEMPTS, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)))
            .withMaxAnswerBytes(MAX_ANSWER_BYTES);
    return type()
        .factory()
        .create(settings(options), http.client("mine", settings), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private ProviderSettings settings(Map<String, String> options) {
    return new ProviderSettings(
        "mine", vendor.baseUrl(), new Secret(key()), "MY_ADMIN_KEY", options);
  }

  private List<ReportedBucket> fetch(Report report) throws Exception {
    return fetch(provider(), report);
  }

  protected final List<ReportedBucket> fetch(Provider provider, Report report) throws Exception {
    return provider.fetch(source(provider, report), report.window());
  }

  protected final Source source(Provider provider, Report report) {
    return provider.sources().stream()
        .filter(source -> source.name().equals("mine:" + report.source()))
        .findFirst()
        .orElseThrow();
  }

  private ProviderException failure(Report report) {
    Provider provider = provider();
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider, report));
    assertThat(failure).as("fetch must fail").isNotNull();
    assertThat(failure.provider()).isEqualTo("mine");
    return failure;
  }

  protected final MockResponse file(String name) {
    return json(fixture(type().type() + "/" + name));
  }

  private MockResponse file(int status, String name) {
    return json(status, fixture(type().type() + "/" + name));
  }

  private MockResponse normal(Report report) {
    return file(report.prefix() + "_normal.json");
  }

  @Test
  void key_hasTheFormThatTheTypeExpects() {
    assertThat(key()).matches(type().keyFormat());
  }

  @Test
  void sources_areNamedAfterTheProviderAndCoverTheReports() {
    List<Source> sources = provider().sources();

    assertThat(sources).extracting(Source::provider).containsOnly("mine");
    assertThat(sources).extracting(Source::name).doesNotHaveDuplicates();
    assertThat(sources)
        .extracting(Source::name)
        .containsExactlyInAnyOrderElementsOf(
            reports().stream().map(report -> "mine:" + report.source()).distinct().toList());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void windows_fitTheirSource(Report report) {
    Source source = source(provider(), report);

    assertThat(report.window().duration()).isLessThanOrEqualTo(source.maxWindow());
    assertThat(report.window().start().getEpochSecond() % source.bucket().toSeconds()).isZero();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void credential_isSentAndNothingElseSecret(Report report) throws Exception {
    fetch(report);

    assertThat(vendor.requests()).isNotEmpty();
    for (RecordedRequest request : vendor.requests()) {
      Map<String, String> carrying = new TreeMap<>();
      request
          .getHeaders()
          .forEach(
              header -> {
                if (header.getSecond().contains(key())) {
                  carrying.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond());
                }
              });
      assertThat(carrying).isEqualTo(credential());
      assertThat(request.getTarget()).doesNotContain(key());
      assertThat(request.getHeaders().get("Cookie")).isNull();
      assertThat(request.getHeaders().get("User-Agent")).isEqualTo("aispend/test");
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void window_isAskedForExactly(Report report) throws Exception {
    fetch(report);

    HttpUrl url = vendor.urls(report.path()).get(0);
    assertThat(report.windowQuery())
        .allSatisfy(
            (name, value) -> assertThat(url.queryParameterValues(name)).containsExactly(value));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void answers_areReadWholly(Report report) throws Exception {
    assertThat(report.expected())
        .containsKeys("normal", "unknown_things", "outside_window", "empty_bucket");
    if (source(provider(), report).layer() == Layer.BILLED) {
      assertThat(report.expected()).containsKey("decimals");
    }

    for (Map.Entry<String, List<ReportedBucket>> expected : report.expected().entrySet()) {
      vendor.script(report.path(), file(report.prefix() + "_" + expected.getKey() + ".json"));
      assertThat(fetch(report)).as(expected.getKey()).isEqualTo(expected.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void nothingReported_isAnEmptyList(Report report) throws Exception {
    assertThat(fetch(report)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void askedTwice_reportsTheSame(Report report) throws Exception {
    vendor.script(report.path(), normal(report), normal(report));

    List<ReportedBucket> first = fetch(report);

    assertThat(first).isNotEmpty();
    assertThat(fetch(report)).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void pages_areFollowedToTheEnd(Report report) throws Exception {
    vendor.script(
        report.path(),
        file(report.prefix() + "_two_pages_1.json"),
        file(report.prefix() + "_two_pages_2.json"));

    assertThat(fetch(report)).isEqualTo(report.twoPages());

    List<HttpUrl> asked = vendor.urls(report.path());
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).queryParameter(report.cursorParameter())).isNull();
    assertThat(asked.get(1).queryParameter(report.cursorParameter())).isNotEmpty();
    assertThat(asked.get(1).newBuilder().removeAllQueryParameters(report.cursorParameter()).build())
        .as("the same query, but for the cursor")
        .isEqualTo(asked.get(0));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void repeatedCursor_stopsAsBadResponse(Report report) {
    MockResponse page = file(report.prefix() + "_repeated_cursor.json");
    vendor.always(
        request -> request.getUrl().encodedPath().equals(report.path()) ? page : json(emptyPage()));

    assertThat(failure(report).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor.urls(report.path())).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void refusedKey_isAuthAndNotRetried(Report report) {
    vendor.always(file(401, "refused_401.json"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure.status()).hasValue(401);
    assertThat(failure).hasMessageContainingAll("MY_ADMIN_KEY", type().keyHint());
    assertThat(vendor.requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void missingScope_isAuthAndNamesTheScope(Report report) {
    vendor.always(file(403, "refused_403.json"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure.status()).hasValue(403);
    assertThat(failure).hasMessageContainingAll("MY_ADMIN_KEY", scope());
    assertThat(vendor.requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void rateLimited_waitsAsToldThenGoesOn(Report report) throws Exception {
    vendor.script(
        report.path(),
        file(429, "rate_limited_429.json").newBuilder().addHeader("Retry-After", "7").build(),
        normal(report));

    assertThat(fetch(report)).isEqualTo(report.expected().get("normal"));
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void rateLimitedWithoutAnEnd_isRateLimitedAfterTheLastAttempt(Report report) {
    vendor.always(file(429, "rate_limited_429.json"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(vendor.requests()).hasSize(ATTEMPTS);
    assertThat(pause.waits())
        .hasSize(ATTEMPTS - 1)
        .allSatisfy(wait -> assertThat(wait).isPositive());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void serverError_isRetriedThenUnavailable(Report report) {
    vendor.always(json(503, "{}"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.requests()).hasSize(ATTEMPTS);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void cutConnection_isRetriedThenRead(Report report) throws Exception {
    MockResponse cut =
        normal(report).newBuilder().onResponseBody(new SocketEffect.CloseSocket()).build();
    vendor.script(report.path(), cut, normal(report));

    assertThat(fetch(report)).isEqualTo(report.expected().get("normal"));
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void cutConnectionWithoutAnEnd_isUnavailable(Report report) {
    vendor.always(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());

    assertThat(failure(report).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.requests()).hasSize(ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Sign in</body></html>",
        "{\"data\":[{\"start",
        "{\"unexpected\":true}",
        "[]",
        "null",
        "{\"data\":[],\"has_more\":false} trailing"
      })
  void unreadableAnswer_isBadResponseAndNotRetried(String body) {
    for (Report report : reports()) {
      int before = vendor.requests().size();
      vendor.always(json(body));

      assertThat(failure(report).kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(vendor.requests()).hasSize(before + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void overLargeAnswer_isBadResponse(Report report) {
    vendor.always(json("{\"data\":[\"" + "x".repeat(MAX_ANSWER_BYTES) + "\"]}"));

    assertThat(failure(report).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500})
  void key_appearsNowhere(int status) {
    vendor.always(json(status, "{\"error\":{\"message\":\"no good: " + key() + "\"}} " + key()));
    try (CapturedLog log = new CapturedLog()) {
      for (Report report : reports()) {
        StringWriter trace = new StringWriter();
        failure(report).printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain(key());
      }
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(key()));
    }
    assertThat(provider().toString()).doesNotContain(key());
    assertThat(settings(options()).toString()).doesNotContain(key());
    assertThat(provider().sources().toString()).doesNotContain(key());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void interrupted_stopsAtOnce(Report report) {
    vendor.always(json(503, "{}"));
    Provider provider = provider();

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fetch(provider, report)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void check_isOneCallThatTellsAGoodKeyFromABadOne() throws Exception {
    provider().check();
    assertThat(vendor.requests()).hasSize(1);

    vendor.always(file(401, "refused_401.json"));
    ProviderException refused =
        catchThrowableOfType(ProviderException.class, () -> provider().check());

    assertThat(refused.kind()).isEqualTo(Kind.AUTH);
    assertThat(refused).hasMessageContainingAll("MY_ADMIN_KEY", type().keyHint());
  }
}
