// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

/** A whole body that cannot be taken; nothing of it was kept. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status: 400, 404, 413, 429, 503. */
  public int status() {
    return status;
  }

  /** Whether the same body may be taken later. */
  public boolean temporary() {
    return status == 429 || status == 503;
  }
}
