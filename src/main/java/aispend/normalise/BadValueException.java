// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

/** A reported value that cannot be right; its row is rejected and named. */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String remedy;

  BadValueException(String field, String value, String remedy) {
    super(field, null, false, false);
    this.field = field;
    this.value = value;
    this.remedy = remedy;
  }

  Rejection in(String part, int row) {
    return new Rejection(part, row, field, value, remedy);
  }
}
