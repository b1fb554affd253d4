// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static java.util.Objects.requireNonNull;

/** A field of a row that cannot be what it must be. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String value;

  UnreadableException(String column, String value) {
    super(column + " is '" + value + "'");
    this.column = requireNonNull(column, "column");
    this.value = requireNonNull(value, "value");
  }

  String column() {
    return column;
  }

  String value() {
    return value;
  }
}
