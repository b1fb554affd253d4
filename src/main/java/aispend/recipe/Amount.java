// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.http.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number of a row: the sum of what the pointers find, times a factor.
 *
 * @param pointers where it is; empty when it is {@code fixed} in every row
 * @param scale what each is multiplied by: 0.01 makes dollars of cents
 * @param fixed the number itself when there are no pointers: one request a row
 */
record Amount(List<Pointer> pointers, BigDecimal scale, BigDecimal fixed) {
  /** Neither longer nor with a larger exponent is any real amount. */
  private static final int MOST_DIGITS = 40;

  Amount {
    pointers = List.copyOf(pointers);
  }

  /** A number that is none. */
  static final class NoNumberException extends Exception {
    private static final long serialVersionUID = 1L;

    NoNumberException(String found) {
      super(found);
    }
  }

  /** The number in a row; null when nothing is there. */
  @Nullable BigDecimal in(Place row) throws NoNumberException {
    if (pointers.isEmpty()) {
      return fixed;
    }
    BigDecimal sum = null;
    for (Pointer pointer : pointers) {
      BigDecimal number = number(pointer.find(row));
      if (number != null) {
        sum = sum == null ? number : sum.add(number);
      }
    }
    return sum == null ? null : sum.multiply(scale);
  }

  private static @Nullable BigDecimal number(JsonNode node) throws NoNumberException {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    String text = Json.decimalText(node);
    if (text == null) {
      throw new NoNumberException(node.getNodeType().toString());
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (text.length() > MOST_DIGITS || Math.abs(number.scale()) > MOST_DIGITS) {
        throw new NoNumberException(text);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new NoNumberException(text);
    }
  }
}
