// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.model.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token of a request. Takes {@code Authorization: Bearer TOKEN}, and {@code Basic} with
 * the token as password and any user name, as browsers and Prometheus send it. Tokens are compared
 * by their hash in constant time. Immutable.
 */
final class Authenticator {
  private final List<AccessToken> tokens;
  private final Map<String, Tenant> tenants;

  Authenticator(List<AccessToken> tokens, Collection<Tenant> tenants) {
    this.tokens = List.copyOf(tokens);
    this.tenants =
        tenants.stream().collect(Collectors.toUnmodifiableMap(Tenant::name, each -> each));
  }

  /** Whose a token is; empty when its tenant is not known, and then it is good for nothing. */
  Optional<Tenant> tenant(AccessToken token) {
    return token.tenant().isEmpty()
        ? Optional.of(Tenant.ALL)
        : Optional.ofNullable(tenants.get(token.tenant()));
  }

  /** Whether a token is needed at all. */
  boolean required() {
    return !tokens.isEmpty();
  }

  /**
   * The known token that the header carries.
   *
   * @param header the request's {@code Authorization}
   */
  Optional<AccessToken> find(@Nullable String header) {
    return header == null ? Optional.empty() : presented(header).flatMap(this::known);
  }

  /** The known token that this is. */
  Optional<AccessToken> known(@Nullable String presented) {
    if (presented == null) {
      return Optional.empty();
    }
    byte[] hash = AccessToken.hash(presented);
    AccessToken found = null;
    for (AccessToken token : tokens) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(token.sha256()), hash)) {
        found = token;
      }
    }
    return Optional.ofNullable(found);
  }

  private static Optional<String> presented(String header) {
    int space = header.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String value = header.substring(space + 1).strip();
    return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(value);
      case "basic" -> password(value);
      default -> Optional.empty();
    };
  }

  private static Optional<String> password(String value) {
    try {
      String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64: no credential
    }
  }
}
