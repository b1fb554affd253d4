// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * A vendor's API under its base URL, asked with a credential. A refused key is explained: which
 * variable or file holds it and which key to create where.
 */
public final class VendorApi {
  private final ProviderSettings settings;
  private final HttpUrl base;
  private final String keyHint;
  private final JsonClient http;
  private final Map<String, String> headers;

  /**
   * Sets up calls; makes none.
   *
   * @param keyHint which key to create where, as in {@link ProviderType#keyHint()}
   * @param headers sent with each call, the credential among them
   * @throws IllegalArgumentException when the base URL is none
   */
  public VendorApi(
      ProviderSettings settings, String keyHint, JsonClient http, Map<String, String> headers) {
    HttpUrl parsed = HttpUrl.parse(settings.baseUrl());
    if (parsed == null) {
      throw new IllegalArgumentException(
          "base_url is '" + settings.baseUrl() + "'; must be like https://host");
    }
    this.settings = settings;
    this.base = parsed;
    this.keyHint = keyHint;
    this.http = http;
    this.headers = Map.copyOf(headers);
  }

  /** An API that takes the key as a bearer token. */
  static VendorApi bearer(ProviderSettings settings, String keyHint, JsonClient http) {
    return new VendorApi(
        settings, keyHint, http, Map.of("Authorization", "Bearer " + settings.key().reveal()));
  }

  /** The same API at a pace of its own. */
  public VendorApi paced(Pacing pacing) {
    return new VendorApi(settings, keyHint, http.paced(pacing), headers);
  }

  /**
   * The URL of a path below the base URL.
   *
   * @param path without a slash at its start
   */
  public HttpUrl.Builder url(String path) {
    return base.newBuilder().addPathSegments(path);
  }

  /** Asks, and reads the answer. */
  public JsonNode get(HttpUrl url) throws ProviderException, InterruptedException {
    return explaining(() -> http.get(url, headers));
  }

  JsonNode post(HttpUrl url, JsonNode body) throws ProviderException, InterruptedException {
    return explaining(() -> http.post(url, headers, body));
  }

  /** An answer that cannot be used. */
  public ProviderException unusable(String what) {
    return unusable(settings, what);
  }

  /** An answer of a provider that cannot be used. */
  public static ProviderException unusable(ProviderSettings settings, String what) {
    return new ProviderException(
        settings.name(),
        Kind.BAD_RESPONSE,
        ProviderException.quote(what) + "; nothing of this answer is used");
  }

  /** The same failure, with what to do about it. */
  public static ProviderException withRemedy(ProviderException e, String remedy) {
    return new ProviderException(
        e.provider(), e.kind(), e.status().orElse(0), e.getMessage() + "; " + remedy, e);
  }

  private interface Call {
    JsonNode answer() throws ProviderException, InterruptedException;
  }

  private JsonNode explaining(Call call) throws ProviderException, InterruptedException {
    try {
      return call.answer();
    } catch (ProviderException e) {
      throw e.kind() == Kind.AUTH ? explained(e) : e;
    }
  }

  private ProviderException explained(ProviderException refused) {
    return refusedKey(settings, keyHint, refused);
  }

  /** A refusal of the key, with where it is kept and which to create where. */
  public static ProviderException refusedKey(
      ProviderSettings settings, String keyHint, ProviderException refused) {
    String message =
        settings.name()
            + ": the key in "
            + settings.keyName()
            + " is refused ("
            + refused.getMessage()
            + "); "
            + keyHint;
    return new ProviderException(
        settings.name(), Kind.AUTH, refused.status().orElse(0), message, refused);
  }
}
