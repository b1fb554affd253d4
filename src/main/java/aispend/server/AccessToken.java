// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

/**
 * A token that is known by its hash.
 *
 * @param name for log lines
 * @param sha256 SHA-256 of the token, 64 hexadecimal digits in lower case
 * @param role what it may do
 */
public record AccessToken(String name, String sha256, Role role) {
  public AccessToken {
    requireNonNull(role, "role");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a token needs a name");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 of token " + name + " is not 64 hex digits");
    }
  }
}
