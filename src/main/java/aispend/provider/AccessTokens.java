// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.ErrorCodes;
import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OAuth2 access tokens, exchanged for a credential and kept until a minute before they end. The
 * vendor answers {@code {"access_token":"...","expires_in":3599}}, in seconds; without the second a
 * token is used once. Called by one thread at a time.
 */
public final class AccessTokens {
  /** What RFC 6749 (5.2) says by 400 about a credential. */
  public static final ErrorCodes REFUSALS =
      new ErrorCodes(
          List.of(JsonPointer.compile("/error")),
          Map.of(
              "invalid_client", Kind.AUTH,
              "invalid_grant", Kind.AUTH,
              "unauthorized_client", Kind.AUTH,
              "access_denied", Kind.AUTH,
              "temporarily_unavailable", Kind.UNAVAILABLE));

  private static final long MARGIN_SECONDS = 60;

  /** However long a token is said to last, it is exchanged once a day. */
  private static final long LONGEST_SECONDS = 86_400;

  /** How a token is asked for. */
  @FunctionalInterface
  public interface Exchange {
    /** The question, credential included; made anew for each token. */
    JsonQuestion question() throws ProviderException;
  }

  /** Asks for something with a token. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask(Secret token) throws ProviderException, InterruptedException;
  }

  private final String provider;
  private final JsonClient http;
  private final Clock clock;
  private final Exchange exchange;
  private @Nullable Secret kept;
  private Instant ends = Instant.EPOCH;

  /**
   * Begins without a token.
   *
   * @param provider for messages
   */
  public AccessTokens(String provider, JsonClient http, Clock clock, Exchange exchange) {
    this.provider = provider;
    this.http = http;
    this.clock = clock;
    this.exchange = exchange;
  }

  /**
   * Asks with a token. A kept one may end before its time: refused by 401 it is exchanged for a new
   * one and asked with again, once. A token that was refused is not kept.
   *
   * @throws ProviderException of the exchange or of the question, unexplained
   */
  public <T> T asking(Asking<T> asking) throws ProviderException, InterruptedException {
    boolean old = isKept();
    try {
      return asking.ask(current());
    } catch (ProviderException e) {
      forgetIfRefused(e);
      if (!old || e.kind() != Kind.AUTH || e.status().orElse(0) != 401) {
        throw e;
      }
    }
    try {
      return asking.ask(current());
    } catch (ProviderException e) {
      forgetIfRefused(e);
      throw e;
    }
  }

  /** What must be in no message: the token that is kept, or none. */
  public List<Secret> kept() {
    Secret token = kept;
    return token == null ? List.of() : List.of(token);
  }

  private void forgetIfRefused(ProviderException e) {
    if (e.kind() == Kind.AUTH) {
      kept = null;
    }
  }

  private boolean isKept() {
    return kept != null && clock.instant().isBefore(ends);
  }

  private Secret current() throws ProviderException, InterruptedException {
    Secret token = kept;
    if (token != null && isKept()) {
      return token;
    }
    JsonQuestion question = exchange.question();
    JsonNode answer = http.ask(question).document();
    String fresh = Json.text(answer, "access_token");
    if (fresh == null) {
      throw new ProviderException(
          provider,
          Kind.BAD_RESPONSE,
          question.url().host()
              + question.url().encodedPath()
              + " gave no access_token; nothing of this answer is used");
    }
    Secret given = new Secret(fresh);
    kept = given;
    ends = clock.instant().plusSeconds(lasts(answer.path("expires_in")));
    return given;
  }

  private static long lasts(JsonNode told) {
    Long seconds = Json.wholeNumber(told);
    long most = seconds == null ? 0 : Math.min(seconds, LONGEST_SECONDS);
    return Math.max(0, most - MARGIN_SECONDS);
  }
}
