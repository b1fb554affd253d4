// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.AnswerRules;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.http.Pacing;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's API, asked with access tokens in place of a key. A refusal is explained as {@link
 * VendorApi} does. Called by one thread at a time.
 */
public final class TokenApi {
  private final ProviderSettings settings;
  private final String keyHint;
  private final JsonClient http;
  private final AccessTokens tokens;
  private final AnswerRules rules;

  /**
   * Sets up calls; makes none.
   *
   * @param keyHint which key to create where, as in {@link ProviderType#keyHint()}
   * @param rules how answers are judged; their secrets are what the credential is made of
   */
  TokenApi(
      ProviderSettings settings,
      String keyHint,
      JsonClient http,
      AccessTokens tokens,
      AnswerRules rules) {
    this.settings = settings;
    this.keyHint = keyHint;
    this.http = http;
    this.tokens = tokens;
    this.rules = rules;
  }

  /** The same API at a pace of its own, with the same tokens. */
  TokenApi paced(Pacing pacing) {
    return new TokenApi(settings, keyHint, http.paced(pacing), tokens, rules);
  }

  JsonNode get(HttpUrl url) throws ProviderException, InterruptedException {
    return ask(url, Map.of(), null);
  }

  JsonNode post(HttpUrl url, Map<String, String> headers, JsonNode body)
      throws ProviderException, InterruptedException {
    return ask(url, headers, new JsonQuestion.Body("application/json", body.toString()));
  }

  /** An answer that cannot be used. */
  ProviderException unusable(String what) {
    return VendorApi.unusable(settings, what);
  }

  /**
   * A base URL of the configuration or of an option.
   *
   * @throws IllegalArgumentException when it is none; names the key
   */
  public static HttpUrl url(String key, String text) {
    HttpUrl parsed = HttpUrl.parse(text);
    if (parsed == null || text.getBytes(UTF_8).length != text.length()) {
      throw new IllegalArgumentException(key + " is '" + text + "'; must be like https://host");
    }
    return parsed;
  }

  private JsonNode ask(HttpUrl url, Map<String, String> headers, JsonQuestion.@Nullable Body body)
      throws ProviderException, InterruptedException {
    try {
      return tokens.asking(token -> answer(url, headers, body, token));
    } catch (ProviderException e) {
      throw e.kind() == Kind.AUTH ? VendorApi.refusedKey(settings, keyHint, e) : e;
    }
  }

  private JsonNode answer(
      HttpUrl url, Map<String, String> headers, JsonQuestion.@Nullable Body body, Secret token)
      throws ProviderException, InterruptedException {
    Map<String, String> sent = new HashMap<>(headers);
    sent.put("Authorization", "Bearer " + token.reveal());
    List<Secret> secrets = new ArrayList<>(rules.secrets());
    secrets.add(token);
    return http.ask(new JsonQuestion(url, sent, body, rules.withSecrets(secrets))).document();
  }
}
