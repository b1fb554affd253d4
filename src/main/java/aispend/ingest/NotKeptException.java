// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.ledger.LedgerException;

/**
 * The ledger could not keep or tell something; nothing of it was kept, and it can be sent again.
 */
public final class NotKeptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean busy;

  public NotKeptException(LedgerException cause) {
    super(cause.getMessage(), cause);
    this.busy = cause.reason() == LedgerException.Reason.BUSY;
  }

  /** Whether too much waits to be written, and not the ledger is in trouble. */
  public boolean busy() {
    return busy;
  }
}
