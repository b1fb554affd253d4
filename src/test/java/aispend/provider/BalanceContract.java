// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.CapturedLog;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBalance;
import aispend.model.Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every provider that says what is left and not what was spent. Fixtures lie in
 * {@code provider/TYPE/}: {@code balance_normal.json}, {@code balance_unknown_things.json} (of the
 * same amounts), {@code balance_no_amount.json}, {@code refused_401.json}, {@code
 * rate_limited_429.json}.
 */
abstract class BalanceContract extends ProviderKit {
  /** The path asked. */
  protected abstract String path();

  /** What {@code balance_normal.json} comes to. */
  protected abstract List<ReportedBalance> normal();

  @Override
  protected final List<Report> reports() {
    return List.of();
  }

  @Override
  protected final String scope() {
    return "";
  }

  @Override
  protected final String emptyPage() {
    return VendorServer.fixture(type().type() + "/balance_normal.json");
  }

  private ProviderException failure() {
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> provider().balances());
    assertThat(failure).as("reading the balance must fail").isNotNull();
    return failure;
  }

  @Test
  void key_hasTheFormThatTheTypeExpects() {
    assertThat(key()).matches(type().keyFormat());
  }

  @Test
  void balance_isReadInOneCallWithTheCredential() throws Exception {
    assertThat(provider().balances()).isEqualTo(normal());

    assertThat(vendor().requests()).hasSize(1);
    assertThat(vendor().urls(path())).hasSize(1);
    assertThat(vendor().requests().get(0).getTarget()).doesNotContain(key());
    credential()
        .forEach(
            (header, value) ->
                assertThat(vendor().requests().get(0).getHeaders().get(header)).isEqualTo(value));
  }

  @Test
  void unknownThings_areIgnored() throws Exception {
    vendor().script(path(), file("balance_unknown_things.json"));

    assertThat(provider().balances()).isEqualTo(normal());
  }

  @Test
  void missingAmount_isBadResponseAndNotZero() {
    vendor().script(path(), file("balance_no_amount.json"));

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void spend_isInferredByDayUnlessSwitchedOff() {
    Source source = provider().inferred().orElseThrow();

    assertThat(source.name()).isEqualTo("mine:balance");
    assertThat(source.layer()).isEqualTo(Layer.BILLED);
    assertThat(source.bucket()).isEqualTo(Duration.ofDays(1));
    assertThat(provider().sources()).isEmpty();
    assertThat(provider(Map.of("infer_spend", "false")).inferred()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("infer_spend", "no")))
        .withMessage("options.infer_spend is 'no'; must be true or false");
  }

  @Test
  void refusedKey_isAuthAndNotRetried() {
    vendor().always(file(401, "refused_401.json"));

    ProviderException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure).hasMessageContainingAll("MY_ADMIN_KEY", type().keyHint());
    assertThat(vendor().requests()).hasSize(1);
  }

  @Test
  void rateLimited_waitsAsToldThenGoesOn() throws Exception {
    vendor()
        .script(
            path(),
            file(429, "rate_limited_429.json").newBuilder().addHeader("Retry-After", "7").build());

    assertThat(provider().balances()).isEqualTo(normal());
    assertThat(pause().waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void serverError_isRetriedThenUnavailable() {
    vendor().always(json(503, "{}"));

    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor().requests()).hasSize(ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html></html>", "{\"balance_infos\":[{\"cu", "{\"other\":1}", "[]", "null"})
  void unreadableAnswer_isBadResponseAndNotRetried(String body) {
    vendor().always(json(body));

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor().requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500})
  void key_appearsNowhere(int status) {
    vendor().always(json(status, "{\"error\":{\"message\":\"no: " + key() + "\"}} " + key()));
    try (CapturedLog log = new CapturedLog()) {
      StringWriter trace = new StringWriter();
      failure().printStackTrace(new PrintWriter(trace, true));
      assertThat(trace.toString()).doesNotContain(key());
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(key()));
    }
    assertThat(provider().toString()).doesNotContain(key());
  }

  @Test
  void check_isOneCallThatTellsAGoodKeyFromABadOne() throws Exception {
    provider().check();
    assertThat(vendor().requests()).hasSize(1);

    vendor().always(file(401, "refused_401.json"));

    assertThat(catchThrowableOfType(ProviderException.class, () -> provider().check()).kind())
        .isEqualTo(Kind.AUTH);
  }
}
