// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static java.util.Objects.requireNonNull;

import aispend.model.Secret;
import java.util.Optional;

/** A secret that the configuration points at, or why there is none. */
public sealed interface Credential {
  /** How the operator calls its place: the variable's name or the file's path. */
  String where();

  /** What to send; empty when it is missing. */
  Optional<Secret> secret();

  /** There, and of the expected look. */
  record Present(String where, Secret value) implements Credential {
    public Present {
      requireNonNull(where, "where");
      requireNonNull(value, "value");
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(value);
    }
  }

  /**
   * Not there.
   *
   * @param why names the place: {@code environment variable X is not set}
   */
  record Missing(String where, String why) implements Credential {
    public Missing {
      requireNonNull(where, "where");
      requireNonNull(why, "why");
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.empty();
    }
  }

  /**
   * There, but it does not look like a key of the right kind. It is tried all the same: vendors
   * change how their keys look.
   *
   * @param why names the place, never the value
   */
  record Malformed(String where, Secret value, String why) implements Credential {
    public Malformed {
      requireNonNull(where, "where");
      requireNonNull(value, "value");
      requireNonNull(why, "why");
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(value);
    }
  }

  /** Neither there nor needed. */
  record NotNeeded() implements Credential {
    @Override
    public String where() {
      return "none";
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(new Secret(""));
    }
  }
}
