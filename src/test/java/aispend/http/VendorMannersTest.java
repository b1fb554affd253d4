// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vendors' own ways: codes in refusals, signatures with a time, calls that cost money. */
class VendorMannersTest extends HttpKit {
  private static final ErrorCodes CODES =
      new ErrorCodes(
          List.of(JsonPointer.compile("/__type"), JsonPointer.compile("/error/errors/0/reason")),
          Map.of("Throttling", Kind.RATE_LIMITED, "Denied", Kind.AUTH, "Down", Kind.UNAVAILABLE));

  private JsonQuestion question(JsonQuestion.Signer signer) {
    return new JsonQuestion(url(), KEY, null, AnswerRules.USUAL.withCodes(CODES), signer);
  }

  private ProviderException refused(JsonClient asked, MockResponse... answers) {
    List.of(answers).forEach(server::enqueue);
    return catchThrowableOfType(
        ProviderException.class, () -> asked.ask(question(Map::<String, String>of)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"__type\":\"com.vendor#Throttling\"}|RATE_LIMITED|3",
        "400|{\"__type\":\"Denied\"}|AUTH|1",
        "400|{\"__type\":\"Down\"}|UNAVAILABLE|3",
        "400|{\"__type\":\"Nonesuch\"}|BAD_RESPONSE|1",
        "403|{\"error\":{\"errors\":[{\"reason\":\"Throttling\"}]}}|RATE_LIMITED|3",
        "403|<html>|AUTH|1",
      })
  void codeInARefusal_isWhatItSays(int status, String body, Kind kind, int attempts) {
    MockResponse answer = answer(status, body);

    assertThat(refused(client, answer, answer, answer).kind()).isEqualTo(kind);
    assertThat(server.getRequestCount()).isEqualTo(attempts);
  }

  @Test
  void signature_isMadeAnewForEachAttempt() throws Exception {
    AtomicInteger signed = new AtomicInteger();
    server.enqueue(answer(503, ""));
    server.enqueue(answer(200, "{}"));

    client.ask(question(() -> Map.of("X-Signature", "no. " + signed.incrementAndGet())));

    assertThat(server.takeRequest().getHeaders().get("X-Signature")).isEqualTo("no. 1");
    assertThat(server.takeRequest().getHeaders().get("X-Signature")).isEqualTo("no. 2");
  }

  @Test
  void noContent_isAMissingDocument() throws Exception {
    assertThat(get(answer(204, "")).isMissingNode()).isTrue();
  }

  @Test
  void paidCalls_areCountedAndCappedWithRetries() {
    JsonClient paid =
        client.paced(
            new Pacing(60, Duration.ZERO).paid(new Pacing.Paid(2, "options.calls_per_day")));
    assertThat(paidCalls()).isZero();

    ProviderException failure = refused(paid, answer(503, ""), answer(503, ""));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure)
        .hasMessageContaining(
            "mine was asked 2 times today, which is as often as options.calls_per_day allows");
    assertThat(paidCalls()).isEqualTo(2);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  private double paidCalls() {
    return telemetry
        .registry()
        .getSampleValue(
            "aispend_provider_paid_calls_total", new String[] {"provider"}, new String[] {"mine"});
  }
}
