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
    if (number.length() > MAX_LENGTH || !isNumber(number)) {
      throw new BadValueException(
          field, text, "must be a decimal number of at most " + MAX_LENGTH + " characters");
    }
    return new BigDecimal(number);
  }

  private static boolean isNumber(String text) {
    return isPlain(text) || NUMBER.matcher(text).matches();
  }

  /** Whether it is digits, a point and digits, as nearly all are; looked at without a pattern. */
  private static boolean isPlain(String text) {
    int point = text.indexOf('.');
    if (point <= 0 || point == text.length() - 1) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (i != point && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
        return false;
      }
    }
    return true;
  }
}
