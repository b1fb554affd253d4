// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.util.Locale;
import java.util.Optional;

/** What a token may do. An application that reports its use need not see what others spend. */
public enum Role {
  /** See metrics, answers and the status page. */
  READ,
  /** Send events and alerts; sees nothing. */
  WRITE,
  /** Everything, the reload of the configuration included. */
  ADMIN;

  boolean permits(Role needed) {
    return this == needed || this == ADMIN;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As files and options write it: read, write or admin. */
  public static Optional<Role> ofCode(String code) {
    for (Role role : values()) {
      if (role.code().equals(code)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
