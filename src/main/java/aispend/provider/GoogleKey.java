// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.Json;
import aispend.model.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A service account's key as Google hands it out: a JSON document with {@code client_email}, {@code
 * private_key_id}, {@code project_id} and {@code private_key} (PKCS #8 in PEM). It signs the
 * assertions that are exchanged for tokens; the key itself is never sent.
 */
public final class GoogleKey {
  private static final Duration LASTS = Duration.ofHours(1);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String email;
  private final String id;
  private final String project;
  private final PrivateKey key;
  private final List<Secret> secrets;

  /**
   * Reads a key.
   *
   * @throws UnusableKeyException when it is none; names its place and never its content
   */
  public GoogleKey(ProviderSettings settings) {
    JsonNode document = document(settings);
    this.email = text(settings, document, "client_email");
    this.id = Objects.requireNonNullElse(Json.text(document, "private_key_id"), "");
    this.project = Objects.requireNonNullElse(Json.text(document, "project_id"), "");
    String pem = text(settings, document, "private_key");
    this.key = privateKey(settings, pem);
    this.secrets = List.of(settings.key(), new Secret(pem.strip()), new Secret(body(pem)));
  }

  private static JsonNode document(ProviderSettings settings) {
    try {
      return Json.read(settings.key().reveal());
    } catch (JsonProcessingException e) {
      // Not kept as a cause: its message may quote the key.
      throw unusable(settings, "it is not JSON");
    }
  }

  private static String text(ProviderSettings settings, JsonNode document, String field) {
    String text = Json.text(document, field);
    if (text == null) {
      throw unusable(settings, "it has no " + field);
    }
    return text;
  }

  private static PrivateKey privateKey(ProviderSettings settings, String pem) {
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body(pem));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not kept as a cause: its message may quote the key.
      throw unusable(settings, "its private_key is no RSA key in PEM (PKCS #8)");
    }
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----", "").strip();
  }

  private static UnusableKeyException unusable(ProviderSettings settings, String why) {
    return new UnusableKeyException(
        "the key in "
            + settings.keyName()
            + " is no service account's key: "
            + why
            + "; write the whole JSON file that Google gave there");
  }

  /** The project that the service account is of; empty when the key does not say. */
  String project() {
    return project;
  }

  /** What must be in no message. */
  public List<Secret> secrets() {
    return secrets;
  }

  /**
   * A signed assertion (RFC 7523, RS256) that holds for an hour.
   *
   * @param audience where it is exchanged
   * @param scope what the token is for
   */
  Secret assertion(String audience, String scope, Instant now) {
    JsonNode header =
        JsonNodeFactory.instance.objectNode().put("alg", "RS256").put("typ", "JWT").put("kid", id);
    JsonNode claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", email)
            .put("scope", scope)
            .put("aud", audience)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LASTS).getEpochSecond());
    String unsigned = encoded(header) + "." + encoded(claims);
    return new Secret(unsigned + "." + BASE64.encodeToString(signature(unsigned)));
  }

  private static String encoded(JsonNode part) {
    return BASE64.encodeToString(part.toString().getBytes(UTF_8));
  }

  private byte[] signature(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign by RS256", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
