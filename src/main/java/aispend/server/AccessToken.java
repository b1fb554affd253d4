// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A token that is known by its hash.
 *
 * @param name for log lines
 * @param sha256 SHA-256 of the token, 64 hexadecimal digits in lower case
 * @param role what it may do
 * @param tenant whose it is; empty: nobody's in particular, it is for the spend of all
 */
public record AccessToken(String name, String sha256, Role role, String tenant) {
  /** A token for the spend of all. */
  public AccessToken(String name, String sha256, Role role) {
    this(name, sha256, role, "");
  }

  public AccessToken {
    requireNonNull(role, "role");
    requireNonNull(tenant, "tenant");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a token needs a name");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 of token " + name + " is not 64 hex digits");
    }
  }

  /** What is kept of a token. */
  public static AccessToken of(String name, String token, Role role, String tenant) {
    return new AccessToken(name, HexFormat.of().formatHex(hash(token)), role, tenant);
  }

  /** Its line in the file of tokens. */
  public String line() {
    String owner = tenant.isEmpty() ? "" : ", " + tenant;
    return name + " = \"" + sha256 + ", " + role.code() + owner + '"';
  }

  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
