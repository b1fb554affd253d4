// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.http.AnswerRules;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * How Azure's access tokens are asked for: an application's id and secret are exchanged for one
 * (client credentials).
 *
 * @param provider for messages
 * @param exchange the question, the secret included
 */
public record AzureLogin(String provider, JsonQuestion exchange) {
  private static final String ID = "[A-Za-z0-9._-]{1,100}";

  public AzureLogin {
    requireNonNull(provider, "provider");
    requireNonNull(exchange, "exchange");
  }

  /**
   * The login that {@code tenant_id}, {@code client_id}, {@code login_url} and {@code token_scope}
   * describe, with the key as the secret.
   *
   * @param scope what tokens are for unless the options say otherwise
   * @throws IllegalArgumentException when an option cannot be used; names it
   */
  public static AzureLogin of(ProviderSettings settings, AdapterOptions options, String scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", options.text("client_id", "", ID, "the id of the application that asks"));
    form.put("client_secret", settings.key().reveal());
    form.put("scope", options.text("token_scope", scope));
    HttpUrl url =
        TokenApi.url(
                "options.login_url", options.text("login_url", "https://login.microsoftonline.com"))
            .newBuilder()
            .addPathSegment(
                options.text("tenant_id", "", ID, "the id or domain of the directory (tenant)"))
            .addPathSegments("oauth2/v2.0/token")
            .build();
    AnswerRules rules =
        AnswerRules.USUAL.withSecrets(List.of(settings.key())).withCodes(AccessTokens.REFUSALS);
    return new AzureLogin(
        settings.name(), new JsonQuestion(url, Map.of(), JsonQuestion.Body.form(form), rules));
  }

  /** Tokens; none is asked for yet. */
  public AccessTokens tokens(JsonClient http, Clock clock) {
    return new AccessTokens(provider, http, clock, () -> exchange);
  }

  @Override
  public String toString() {
    return "login of " + provider;
  }
}
