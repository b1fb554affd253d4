// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A column of a file: its name, and how a row fills it. */
record Column(String name, Value value) {
  /** A text, a whole number, a decimal, money, an instant or a truth; null where nothing is. */
  @FunctionalInterface
  interface Value {
    @Nullable Object of(ExportRow row);
  }

  Column {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
  }
}
