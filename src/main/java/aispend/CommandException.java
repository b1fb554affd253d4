// SPDX-License-Identifier: Apache-2.0
package aispend;

import org.jspecify.annotations.Nullable;

/** A command cannot go on; the message is all that the operator needs to see. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
