// SPDX-License-Identifier: Apache-2.0
package aispend.books;

import org.jspecify.annotations.Nullable;

/** A month that is not closed, with what to do in its message. */
public final class CloseRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Kind {
    /** What was asked for can never be. */
    WRONG,
    /** It cannot be closed yet. */
    NOT_NOW,
    /** The ledger cannot be read or written. */
    UNAVAILABLE
  }

  private final Kind kind;

  CloseRefusedException(Kind kind, String message) {
    this(kind, message, null);
  }

  CloseRefusedException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
