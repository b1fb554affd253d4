// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the texts out of a TOML value and leaves a number in quotes for each, since toml4j misreads
 * backslashes: it reads {@code "\\n"} as a backslash and a line end, refuses {@code "\\"} and cuts
 * {@code \U0001F600}. Comments are taken out as well.
 */
final class TomlTexts {
  private final String value;
  private final List<String> texts = new ArrayList<>();
  private final StringBuilder rest = new StringBuilder();
  private int place;

  private TomlTexts(String value) {
    this.value = value;
  }

  /**
   * Takes a value apart.
   *
   * @param value of the extent that {@link ValueScanner} found, so every text in it is closed
   */
  static TomlTexts of(String value) throws BadValue {
    TomlTexts texts = new TomlTexts(value);
    texts.take();
    return texts;
  }

  /** The value without its texts. */
  String rest() {
    return rest.toString();
  }

  /** The text that a number stands for. */
  String text(String number) {
    return texts.get(Integer.parseInt(number));
  }

  private void take() throws BadValue {
    while (place < value.length()) {
      char each = value.charAt(place);
      if (each == '"' || each == '\'') {
        rest.append('"').append(texts.size()).append('"');
        texts.add(takeText(each));
      } else if (each == '#') {
        int end = value.indexOf('\n', place);
        place = end < 0 ? value.length() : end;
      } else {
        rest.append(each);
        place++;
      }
    }
  }

  private String takeText(char quote) throws BadValue {
    boolean multiline = value.startsWith(String.valueOf(quote).repeat(3), place);
    String close = String.valueOf(quote).repeat(multiline ? 3 : 1);
    place += close.length();
    if (multiline && value.startsWith("\n", place)) {
      place++;
    }
    StringBuilder text = new StringBuilder();
    while (!value.startsWith(close, place)) {
      char each = value.charAt(place++);
      if (each == '\\' && quote == '"') {
        escape(text, multiline);
      } else {
        text.append(each);
      }
    }
    place += close.length();
    return text.toString();
  }

  private void escape(StringBuilder text, boolean multiline) throws BadValue {
    char letter = value.charAt(place++);
    switch (letter) {
      case 'b' -> text.append('\b');
      case 't' -> text.append('\t');
      case 'n' -> text.append('\n');
      case 'f' -> text.append('\f');
      case 'r' -> text.append('\r');
      case '"', '\\' -> text.append(letter);
      case 'u' -> text.appendCodePoint(codePoint(4));
      case 'U' -> text.appendCodePoint(codePoint(8));
      case '\n' -> skipBlanks(multiline);
      default -> throw unknownEscape();
    }
  }

  private int codePoint(int digits) throws BadValue {
    String hex = value.substring(place, Math.min(place + digits, value.length()));
    if (!hex.matches("[0-9A-Fa-f]{" + digits + "}")) {
      throw unknownEscape();
    }
    place += digits;
    long point = Long.parseLong(hex, 16);
    if (point > Character.MAX_CODE_POINT
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
      throw unknownEscape();
    }
    return (int) point;
  }

  /** A backslash at the end of a line takes what is blank behind it away. */
  private void skipBlanks(boolean multiline) throws BadValue {
    if (!multiline) {
      throw unknownEscape();
    }
    while (place < value.length() && Character.isWhitespace(value.charAt(place))) {
      place++;
    }
  }

  private static BadValue unknownEscape() {
    return new BadValue(
        "a backslash that begins no known escape", "write \\\\, or use single quotes");
  }
}
