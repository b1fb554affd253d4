// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

/**
 * The ledger could not keep or tell something; nothing of it was kept, and it can be sent again.
 */
public final class NotKeptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotKeptException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
