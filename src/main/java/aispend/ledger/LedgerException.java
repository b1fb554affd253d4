// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger could not be read or written. The message says what was tried and what to do. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
