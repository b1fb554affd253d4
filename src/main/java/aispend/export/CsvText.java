// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.model.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it,
 * since names in it come from strangers; numbers may begin with a minus.
 */
public final class CsvText {
  /** The wide ones are what some spreadsheets take for the others. */
  private static final String BEGINS_FORMULA = "=+-@＝＋－＠\t\r\n";

  private static final String NEEDS_QUOTES = "\",\r\n";

  private CsvText() {}

  /**
   * A line and its end.
   *
   * @param cells null is written as nothing, money in major units
   */
  public static String line(List<? extends @Nullable Object> cells) {
    StringBuilder line = new StringBuilder();
    String between = "";
    for (Object cell : cells) {
      line.append(between).append(cell(cell));
      between = ",";
    }
    return line.append("\r\n").toString();
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Money money) {
      return money.decimal();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof String text ? quoted(harmless(text)) : quoted(String.valueOf(value));
  }

  private static String harmless(String text) {
    boolean formula = !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }

  private static String quoted(String text) {
    boolean needed = text.chars().anyMatch(letter -> NEEDS_QUOTES.indexOf(letter) >= 0);
    return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
