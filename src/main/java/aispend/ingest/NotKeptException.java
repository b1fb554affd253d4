// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/**
 * Something could not be kept or told, by the ledger or what stands before it; it can be sent
 * again.
 */
public final class NotKeptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean busy;

  public NotKeptException(LedgerException cause) {
    super(cause.getMessage(), cause);
    this.busy = cause.reason() == LedgerException.Reason.BUSY;
  }

  /**
   * Something other than the ledger did not take it.
   *
   * @param busy whether too much waits there
   * @param message what it was and what to do
   */
  public NotKeptException(boolean busy, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.busy = busy;
  }

  /** Whether too much waits to be written, and not the ledger is in trouble. */
  public boolean busy() {
    return busy;
  }
}
