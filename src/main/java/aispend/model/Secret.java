// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

/** A credential. It prints as stars; only the code that sends it reveals it. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = requireNonNull(value, "value");
  }

  /** The value in the clear. Never log it and never put it into a message. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
