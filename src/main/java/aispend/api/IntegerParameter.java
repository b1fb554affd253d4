// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

/**
 * A whole number that a question may carry.
 *
 * @param name as it is written in the query
 * @param least smallest allowed
 * @param most largest allowed
 * @param usual taken when the question does not say
 * @param description one sentence for the OpenAPI document
 */
record IntegerParameter(String name, int least, int most, int usual, String description) {
  /** As far back as most questions by day look. */
  static final IntegerParameter DAYS =
      new IntegerParameter("days", 1, 400, 30, "UTC days, the running one included.");

  IntegerParameter {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    if (least > usual || usual > most) {
      throw new IllegalArgumentException(name + ": " + usual + " is not in " + least + ".." + most);
    }
  }

  int read(String text) throws ApiException {
    if (!text.matches("[+-]?[0-9]{1,9}")) {
      throw ApiException.badParameter(name, "is '" + Text.cut(text) + "', not a number", range());
    }
    int value = Integer.parseInt(text);
    if (value < least || value > most) {
      throw ApiException.badParameter(name, "is " + value, range());
    }
    return value;
  }

  private String range() {
    return least + ".." + most;
  }
}
