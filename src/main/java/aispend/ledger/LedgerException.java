// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger could not be read or written. The message says what was tried and what to do. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The ledger as a whole cannot be read or written: full, read-only, locked, damaged. */
    UNAVAILABLE,
    /** What was to be kept is beyond what it can hold; anything else can still be written. */
    REFUSED,
    /** More waits to be written than may. */
    BUSY
  }

  private final Reason reason;

  public LedgerException(String message, @Nullable Throwable cause) {
    this(Reason.UNAVAILABLE, message, cause);
  }

  LedgerException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
