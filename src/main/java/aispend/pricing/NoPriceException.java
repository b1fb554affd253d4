// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

/** Something that was consumed is not in the price list. */
final class NoPriceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  NoPriceException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
