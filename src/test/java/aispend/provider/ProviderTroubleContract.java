// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.http.CapturedLog;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.testing.Mutants;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every provider when its vendor refuses, fails, or answers nonsense. */
abstract class ProviderTroubleContract extends ProviderKit {
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("pagedReports")
  void repeatedCursor_stopsAsBadResponse(Report report) {
    MockResponse page = file(report.prefix() + "_repeated_cursor.json");
    vendor()
        .always(
            request ->
                request.getUrl().encodedPath().equals(report.path()) ? page : json(emptyPage()));

    assertThat(failure(report).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor().urls(report.path())).hasSize(2);
  }

  /** Whatever is wrong with an answer, it is read or blamed on the vendor; nothing else happens. */
  @ParameterizedTest
  @MethodSource("reports")
  void damagedAnswer_isReadOrIsTheVendorsFault(Report report) {
    Mutants mutants = Mutants.ofTexts(List.of(normalText(report), emptyPage()));
    Provider provider = provider();
    for (int i = 0; i < Mutants.tries(120); i++) {
      String answer = mutants.nextText();
      vendor()
          .always(
              request ->
                  json(
                      request.getUrl().encodedPath().equals(report.path()) ? answer : emptyPage()));
      assertThat(outcome(provider, report)).as(answer).isInstanceOfAny(List.class, Kind.class);
    }
  }

  /** The buckets, or the kind of the vendor's fault. */
  private Object outcome(Provider provider, Report report) {
    try {
      return fetch(provider, report);
    } catch (ProviderException fault) {
      return fault.kind();
    } catch (Exception other) {
      return other;
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void refusedKey_isAuthAndNotRetried(Report report) {
    vendor().always(file(401, "refused_401.json"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure.status()).hasValue(401);
    assertThat(failure).hasMessageContainingAll("MY_ADMIN_KEY", type().keyHint());
    assertThat(vendor().requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void missingScope_isAuthAndNamesTheScope(Report report) {
    vendor().always(file(403, "refused_403.json"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure.status()).hasValue(403);
    assertThat(failure).hasMessageContainingAll("MY_ADMIN_KEY", scope());
    assertThat(vendor().requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void rateLimited_waitsAsToldThenGoesOn(Report report) throws Exception {
    vendor()
        .script(
            report.path(),
            file(429, "rate_limited_429.json").newBuilder().addHeader("Retry-After", "7").build(),
            normal(report));

    assertThat(fetch(report)).isEqualTo(report.expected().get("normal"));
    assertThat(pause().waits()).containsExactly(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void rateLimitedWithoutAnEnd_isRateLimitedAfterTheLastAttempt(Report report) {
    vendor().always(file(429, "rate_limited_429.json"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(vendor().requests()).hasSize(ATTEMPTS);
    assertThat(pause().waits())
        .hasSize(ATTEMPTS - 1)
        .allSatisfy(wait -> assertThat(wait).isPositive());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void serverError_isRetriedThenUnavailable(Report report) {
    vendor().always(json(503, "{}"));

    ProviderException failure = failure(report);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor().requests()).hasSize(ATTEMPTS);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void cutConnection_isRetriedThenRead(Report report) throws Exception {
    MockResponse cut =
        normal(report).newBuilder().onResponseBody(new SocketEffect.CloseSocket()).build();
    vendor().script(report.path(), cut, normal(report));

    assertThat(fetch(report)).isEqualTo(report.expected().get("normal"));
    assertThat(pause().waits()).containsExactly(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void cutConnectionWithoutAnEnd_isUnavailable(Report report) {
    vendor()
        .always(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());

    assertThat(failure(report).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor().requests()).hasSize(ATTEMPTS);
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
      int before = vendor().requests().size();
      vendor().always(json(body));

      assertThat(failure(report).kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(vendor().requests()).hasSize(before + questionsUntilUnreadable(report, body));
    }
  }

  /** How many questions are asked where all have one answer, of which one cannot be read. */
  protected int questionsUntilUnreadable(Report report, String body) {
    return 1;
  }

  @ParameterizedTest
  @MethodSource("reports")
  void overLargeAnswer_isBadResponse(Report report) {
    vendor().always(json("{\"data\":[\"" + "x".repeat(MAX_ANSWER_BYTES) + "\"]}"));

    assertThat(failure(report).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor().requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500})
  void key_appearsNowhere(int status) {
    vendor().always(json(status, "{\"error\":{\"message\":\"no good: " + key() + "\"}} " + key()));
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
    vendor().always(json(503, "{}"));
    Provider provider = provider();

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fetch(provider, report)).isInstanceOf(InterruptedException.class);
  }
}
