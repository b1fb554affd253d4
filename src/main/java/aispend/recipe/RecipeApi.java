// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.AnswerRules;
import aispend.http.ErrorCodes;
import aispend.http.JsonAnswer;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.http.Pacing;
import aispend.http.Scrubber;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import aispend.provider.AccessTokens;
import aispend.provider.ProviderSettings;
import aispend.provider.VendorApi;
import aispend.recipe.Recipe.Auth;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One vendor, asked with its credential and in its manners. Only the origin of the base URL is ever
 * asked. Called by one thread at a time.
 */
final class RecipeApi {
  /** A shorter user is a plain name, and taking it out would only garble the text. */
  private static final int SHORTEST_USER = 6;

  private final ProviderSettings settings;
  private final Recipe recipe;
  private final JsonClient http;
  private final HttpUrl base;
  private final AccessTokens tokens;

  RecipeApi(ProviderSettings settings, Recipe recipe, JsonClient http, Clock clock) {
    HttpUrl parsed = HttpUrl.parse(settings.baseUrl());
    if (parsed == null) {
      throw new IllegalArgumentException(
          "base_url is '" + settings.baseUrl() + "'; must be like https://host");
    }
    this.settings = settings;
    this.recipe = recipe;
    this.base = parsed;
    Recipe.Manners manners = recipe.manners();
    this.http = http.paced(new Pacing(manners.perMinute(), manners.after429()));
    this.tokens = new AccessTokens(settings.name(), this.http, clock, this::tokenQuestion);
  }

  HttpUrl base() {
    return base;
  }

  /**
   * Asks once, credential added.
   *
   * @param lines whether the answer is one document a line
   */
  JsonAnswer ask(
      HttpUrl url, Map<String, String> headers, JsonQuestion.@Nullable Body body, boolean lines)
      throws ProviderException, InterruptedException {
    requireSameOrigin(url);
    try {
      return recipe.auth().way() == Auth.Way.OAUTH2
          ? tokens.asking(token -> askOnce(url, headers, body, lines, token))
          : askOnce(url, headers, body, lines, settings.key());
    } catch (ProviderException e) {
      throw explained(e);
    }
  }

  private JsonAnswer askOnce(
      HttpUrl url,
      Map<String, String> headers,
      JsonQuestion.@Nullable Body body,
      boolean lines,
      Secret credential)
      throws ProviderException, InterruptedException {
    Map<String, String> sent = new LinkedHashMap<>(headers);
    HttpUrl asked = withKey(url, sent, credential.reveal());
    JsonAnswer answer = http.ask(new JsonQuestion(asked, sent, body, rules(lines)));
    refuseError(answer.document());
    return answer;
  }

  /** An answer that cannot be used. */
  ProviderException unusable(String what) {
    return new ProviderException(
        settings.name(),
        Kind.BAD_RESPONSE,
        ProviderException.quote(scrubbed(what)) + "; nothing of this answer is used");
  }

  /** A text that may quote an answer, without the credential. */
  String scrubbed(String text) {
    return Scrubber.scrubbed(text, secrets());
  }

  private AnswerRules rules(boolean lines) {
    Recipe.Manners manners = recipe.manners();
    return new AnswerRules(
        lines,
        manners.retried(),
        manners.waitHeaders(),
        manners.maxBytes(),
        secrets(),
        ErrorCodes.NONE);
  }

  /** The key, as it is sent, and the halves of a pair, which an answer might quote alone. */
  private List<Secret> secrets() {
    String key = settings.key().reveal();
    List<Secret> secrets = new ArrayList<>(List.of(settings.key()));
    int colon = key.indexOf(':');
    if (colon > 0 && colon + 1 < key.length()) {
      secrets.add(new Secret(key.substring(colon + 1)));
      if (colon >= SHORTEST_USER) {
        secrets.add(new Secret(key.substring(0, colon)));
      }
    }
    if (recipe.auth().way() == Auth.Way.BASIC) {
      secrets.add(new Secret(basic(recipe.auth(), key)));
    }
    secrets.addAll(tokens.kept());
    return secrets;
  }

  private HttpUrl withKey(HttpUrl url, Map<String, String> headers, String key) {
    Auth auth = recipe.auth();
    switch (auth.way()) {
      case BEARER, OAUTH2 -> headers.put("Authorization", "Bearer " + key);
      case HEADER -> headers.put(auth.name(), auth.prefix() + key);
      case BASIC -> headers.put("Authorization", "Basic " + basic(auth, key));
      case QUERY -> {
        return url.newBuilder().setQueryParameter(auth.name(), key).build();
      }
      case NONE -> {
        return url;
      }
    }
    return url;
  }

  private String basic(Auth auth, String key) {
    Template user = auth.user();
    String pair = user == null ? withColon(key) : user.filled(this::option) + ":" + key;
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /** A key that is a pair already, or a user without a password. */
  private static String withColon(String key) {
    return key.contains(":") ? key : key + ":";
  }

  private String option(String name, @Nullable String format) {
    return Filling.option(recipe, settings.options(), name);
  }

  private JsonQuestion tokenQuestion() {
    Auth auth = recipe.auth();
    Template user = auth.user();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", user == null ? "" : user.filled(this::option));
    form.put("client_secret", settings.key().reveal());
    if (!auth.scope().isEmpty()) {
      form.put("scope", auth.scope());
    }
    AnswerRules rules = rules(false).withCodes(AccessTokens.REFUSALS);
    HttpUrl url = base.newBuilder().addPathSegments(auth.name().substring(1)).build();
    return new JsonQuestion(url, Map.of(), JsonQuestion.Body.form(form), rules);
  }

  private void refuseError(JsonNode document) throws ProviderException {
    Pointer error = recipe.manners().error();
    if (error == null) {
      return;
    }
    JsonNode found = error.find(Place.of(document));
    boolean none =
        found.isMissingNode()
            || found.isNull()
            || (found.isContainerNode() && found.isEmpty())
            || (found.isTextual() && found.asText().isEmpty());
    if (!none) {
      String said = found.isValueNode() ? found.asText() : found.toString();
      throw unusable("the answer holds an error at " + error + ": " + said);
    }
  }

  private void requireSameOrigin(HttpUrl url) throws ProviderException {
    boolean same =
        url.scheme().equals(base.scheme())
            && url.host().equals(base.host())
            && url.port() == base.port();
    if (!same) {
      throw unusable(
          "the next page is at "
              + url.scheme()
              + "://"
              + url.host()
              + ", which is not "
              + base.host()
              + " and is not asked");
    }
  }

  private ProviderException explained(ProviderException e) {
    if (e.kind() == Kind.AUTH) {
      return VendorApi.refusedKey(settings, recipe.key().hint(), e);
    }
    String notFound = recipe.manners().notFound();
    boolean explains = e.status().orElse(0) == 404 && !notFound.isEmpty();
    return explains
        ? new ProviderException(e.provider(), e.kind(), 404, e.getMessage() + "; " + notFound, e)
        : e;
  }
}
