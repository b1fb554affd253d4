// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.AnswerRules;
import aispend.http.HttpSettings;
import aispend.http.JsonQuestion;
import aispend.http.OutgoingHttp;
import aispend.http.RecordedPause;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long tokens are kept, and what becomes of an exchange that fails. */
final class AccessTokensTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T12:00:00Z"));
  private final RecordedPause pause = new RecordedPause();
  private VendorServer vendor;
  private OutgoingHttp http;
  private AccessTokens tokens;

  @BeforeEach
  void start() throws Exception {
    vendor = new VendorServer("{}");
    http = new OutgoingHttp(new Telemetry(), clock, "aispend/test", pause, new Random(1));
    JsonQuestion question =
        new JsonQuestion(
            HttpUrl.get(vendor.baseUrl() + "/token"),
            Map.of(),
            JsonQuestion.Body.form(Map.of("client_secret", "s3cret")),
            AnswerRules.USUAL.withCodes(AccessTokens.REFUSALS));
    tokens =
        new AccessTokens("mine", http.client("mine", HttpSettings.DEFAULTS), clock, () -> question);
  }

  @AfterEach
  void stop() {
    http.close();
    vendor.close();
  }

  private void script(String... lasting) {
    for (int i = 0; i < lasting.length; i++) {
      vendor.script(
          "/token",
          json("{\"access_token\":\"token-" + (i + 1) + "\",\"expires_in\":" + lasting[i] + "}"));
    }
  }

  private String asked() throws Exception {
    return tokens.asking(token -> token.reveal());
  }

  @Test
  void token_isKeptUntilAMinuteBeforeItEnds() throws Exception {
    script("3599", "3599");

    assertThat(asked()).isEqualTo("token-1");
    clock.advance(Duration.ofSeconds(3_538));
    assertThat(asked()).isEqualTo("token-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(asked()).isEqualTo("token-2");
  }

  @ParameterizedTest
  @CsvSource({"null", "0", "60", "\"soon\"", "-5"})
  void tokenThatDoesNotSayHowLong_isUsedOnce(String lasting) throws Exception {
    script(lasting, "3599");

    assertThat(asked()).isEqualTo("token-1");
    assertThat(asked()).isEqualTo("token-2");
  }

  @Test
  void absurdlyLongToken_isKeptADay() throws Exception {
    script("9223372036854775807", "3599");

    asked();
    clock.advance(Duration.ofDays(1));

    assertThat(asked()).isEqualTo("token-2");
  }

  @Test
  void newTokenThatIsRefused_isNotAskedWithAgainNorKept() throws Exception {
    script("3599", "3599");
    ProviderException refused = new ProviderException("mine", Kind.AUTH, 401, "refused", null);

    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () ->
                tokens.asking(
                    token -> {
                      throw refused;
                    }));

    assertThat(failure).isSameAs(refused);
    assertThat(tokens.kept()).isEmpty();
    assertThat(asked()).isEqualTo("token-2");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, AUTH",
    "400, invalid_client, AUTH",
    "401, invalid_client, AUTH",
    "400, invalid_scope, BAD_RESPONSE",
    "200, , BAD_RESPONSE",
  })
  void failedExchange_saysWhatItIs(int status, String code, Kind kind) {
    vendor.always(
        json(status, "{\"error\":\"" + code + "\",\"error_description\":\"AADSTS7: why\"}"));

    ProviderException failure = catchThrowableOfType(ProviderException.class, this::asked);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(status == 200 ? "no access_token" : "AADSTS7: why");
    assertThat(vendor.requests()).hasSize(1);
  }

  @Test
  void throttledExchange_waitsAsTold() throws Exception {
    vendor.script("/token", json(429, "{}").newBuilder().addHeader("Retry-After", "9").build());
    script("3599");

    assertThat(asked()).isEqualTo("token-1");
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(9));
  }
}
