// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Vendors' decimal numbers as text. */
final class DecimalText {
  /** Digits with a point and an exponent, as JSON and most libraries print them. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");

  private static final int MAX_LENGTH = 100;

  private DecimalText() {}

  /** Exactly the number that the text writes. */
  static BigDecimal parse(String field, String text) throws BadValueException {
    String number = text.strip();
    if (number.length() > MAX_LENGTH || !NUMBER.matcher(number).matches()) {
      throw new BadValueException(
          field, text, "must be a decimal number of at most " + MAX_LENGTH + " characters");
    }
    return new BigDecimal(number);
  }
}
