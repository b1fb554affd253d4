// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.http.AnswerRules;
import aispend.http.ErrorCodes;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * How Google's access tokens are asked for: an assertion that a service account's key signs is
 * exchanged for one (RFC 7523).
 *
 * @param url where it is exchanged
 * @param scope what a token is for
 */
public record GoogleTokens(GoogleKey key, HttpUrl url, String scope) {
  /** A limit is told by 403 as a refusal is. */
  public static final ErrorCodes LIMITS =
      new ErrorCodes(
          List.of(JsonPointer.compile("/error/errors/0/reason")),
          Map.of(
              "rateLimitExceeded", Kind.RATE_LIMITED,
              "userRateLimitExceeded", Kind.RATE_LIMITED,
              "jobRateLimitExceeded", Kind.RATE_LIMITED,
              "quotaExceeded", Kind.RATE_LIMITED,
              "backendError", Kind.UNAVAILABLE,
              "internalError", Kind.UNAVAILABLE));

  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  public GoogleTokens {
    requireNonNull(key, "key");
    requireNonNull(url, "url");
    requireNonNull(scope, "scope");
  }

  /**
   * Where {@code options.token_url} says that tokens are given.
   *
   * @throws IllegalArgumentException when it is no URL
   */
  public static HttpUrl url(AdapterOptions options) {
    return TokenApi.url(
        "options.token_url", options.text("token_url", "https://oauth2.googleapis.com/token"));
  }

  /** Tokens of a provider; none is asked for yet. */
  public AccessTokens by(String provider, JsonClient http, Clock clock) {
    return new AccessTokens(provider, http, clock, () -> exchange(clock));
  }

  private JsonQuestion exchange(Clock clock) {
    Secret assertion = key.assertion(url.toString(), scope, clock.instant());
    List<Secret> secrets = new ArrayList<>(key.secrets());
    secrets.add(assertion);
    Map<String, String> form = Map.of("grant_type", GRANT, "assertion", assertion.reveal());
    return new JsonQuestion(
        url,
        Map.of(),
        JsonQuestion.Body.form(form),
        AnswerRules.USUAL.withSecrets(secrets).withCodes(AccessTokens.REFUSALS));
  }
}
