// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed fields of one JSON object; null and absent are the same. */
final class Fields {
  static final int LONGEST_TEXT = 200;

  /** More than any model takes; the sums of the ledger hold millions of such calls. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  private static final long MOST_MILLIS = 86_400_000L;
  private static final BigDecimal MOST_USD = new BigDecimal("1000000");
  private static final int LONGEST_NUMBER = 60;
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d{1,2})?");

  private final JsonNode event;

  Fields(JsonNode event) {
    this.event = event;
  }

  @Nullable JsonNode node(String field) {
    JsonNode node = event.get(field);
    return node == null || node.isNull() ? null : node;
  }

  /** A text of 1 to 200 characters; null when it is absent or empty. */
  @Nullable String text(String field) throws FieldException {
    JsonNode node = node(field);
    return node == null ? null : text(field, node);
  }

  String requiredText(String field) throws FieldException {
    String text = plainText(field);
    if (text == null) {
      throw FieldException.missing(field);
    }
    return text;
  }

  /** As {@link #text(String)}, and of characters that every database and every shell shows. */
  @Nullable String plainText(String field) throws FieldException {
    String text = text(field);
    if (text != null && !isPlain(text) && isUnshowable(text)) {
      throw FieldException.bad(
          field, text, "must have no control characters and no halves of characters");
    }
    return text;
  }

  /** Whether it is of letters, digits and signs that everything shows, as nearly all are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnshowable(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
        return true;
      }
    }
    return false;
  }

  static @Nullable String text(String field, JsonNode node) throws FieldException {
    if (!node.isTextual()) {
      throw FieldException.bad(field, node.toString(), "must be a text");
    }
    String text = node.textValue();
    if (text.length() > LONGEST_TEXT) {
      throw FieldException.bad(
          field, text.length() + " characters long", "must have at most " + LONGEST_TEXT);
    }
    return text.isEmpty() ? null : text;
  }

  @Nullable Long tokens(String field) throws FieldException {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    if (!whole || node.longValue() < 0 || node.longValue() > MOST_TOKENS) {
      throw FieldException.bad(
          field, node.toString(), "must be a whole number from 0 to " + MOST_TOKENS);
    }
    return node.longValue();
  }

  /** Milliseconds, rounded to whole ones. */
  @Nullable Long millis(String field) throws FieldException {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    if (node.isInt() && node.intValue() >= 0 && node.intValue() <= MOST_MILLIS) {
      return node.longValue();
    }
    if (!node.isNumber() || !within(node.decimalValue(), BigDecimal.valueOf(MOST_MILLIS))) {
      throw FieldException.bad(
          field, node.toString(), "must be a number of milliseconds from 0 to " + MOST_MILLIS);
    }
    return node.decimalValue().setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** Dollars as exact text. */
  @Nullable String dollars(String field) throws FieldException {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    BigDecimal amount = decimal(node);
    if (amount == null || !within(amount, MOST_USD)) {
      throw FieldException.bad(
          field,
          node.toString(),
          "must be dollars from 0 to " + MOST_USD + " as a decimal text like \"0.0123\"");
    }
    return amount.toString();
  }

  /** The number that a JSON number or text writes; null when it is none. */
  static @Nullable BigDecimal decimal(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    String text = node.isTextual() ? node.textValue() : "";
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()
        ? new BigDecimal(text)
        : null;
  }

  /** From 0 to a bound, and with few enough digits that rounding it costs nothing. */
  static boolean within(BigDecimal number, BigDecimal most) {
    return number.signum() >= 0
        && number.compareTo(most) <= 0
        && Math.abs((long) number.scale()) <= LONGEST_NUMBER;
  }
}
