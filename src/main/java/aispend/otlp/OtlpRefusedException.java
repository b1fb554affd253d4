// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

/** A whole request that cannot be taken; nothing of it was kept. */
public final class OtlpRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  OtlpRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status: 400, 404, 413, 429, 503. */
  public int status() {
    return status;
  }

  /** Whether the same request may be taken later. */
  public boolean temporary() {
    return status == 429 || status == 503;
  }
}
