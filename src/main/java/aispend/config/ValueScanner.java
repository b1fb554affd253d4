// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.regex.Pattern;

/**
 * Finds where a TOML value ends and refuses what toml4j would misread in silence: lists without
 * commas, tables whose keys have no value, text that is never closed. Holds no state.
 */
final class ValueScanner {
  /** What begins a new statement at the start of a line, so that an open list must have ended. */
  static final Pattern STATEMENT =
      Pattern.compile(
          "[ \\t]*([A-Za-z0-9_-]+[ \\t]*=|\\[\\[?[ \\t]*[A-Za-z][A-Za-z0-9_. -]*\\]).*");

  private static final String SCALAR_END = " \t\n,]}#[{\"'=";

  private final String text;

  ValueScanner(String text) {
    this.text = text;
  }

  /** A value that breaks TOML's rules, at a place in the text. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final int at;

    Malformed(String what, String remedy, int at) {
      super(what);
      this.remedy = remedy;
      this.at = at;
    }

    String what() {
      return String.valueOf(getMessage());
    }

    String remedy() {
      return remedy;
    }

    int at() {
      return at;
    }
  }

  /** The place behind the value that begins here. */
  int end(int start) throws Malformed {
    char first = at(start);
    return switch (first) {
      case '"', '\'' -> string(start, first);
      case '[' -> list(start);
      case '{' -> inlineTable(start);
      default -> scalar(start);
    };
  }

  private int string(int start, char quote) throws Malformed {
    String three = String.valueOf(quote).repeat(3);
    boolean multiline = text.startsWith(three, start);
    String close = multiline ? three : String.valueOf(quote);
    for (int place = start + close.length(); place < text.length(); place++) {
      char each = text.charAt(place);
      if (text.startsWith(close, place)) {
        return place + close.length();
      }
      if (each == '\n' && !multiline) {
        break;
      }
      if (each < ' ' && each != '\t' && each != '\n') {
        throw new Malformed("holds a control character", "remove it", place);
      }
      if (each == '\\' && quote == '"') {
        place++;
      }
    }
    throw new Malformed(
        "text that is never closed", "end it with " + close + " on the same line", start);
  }

  private int list(int start) throws Malformed {
    int place = blanks(start + 1, start);
    while (at(place) != ']') {
      int behind = end(place);
      place = blanks(behind, start);
      if (at(place) == ',') {
        place = blanks(place + 1, start);
      } else if (at(place) != ']') {
        throw unclosed("list", "]", start, place);
      }
    }
    return place + 1;
  }

  private int inlineTable(int start) throws Malformed {
    int place = blanks(start + 1, start);
    while (at(place) != '}') {
      place = blanks(pair(place, start), start);
      if (at(place) == ',') {
        place = blanks(place + 1, start);
      } else if (at(place) != '}') {
        throw unclosed("table", "}", start, place);
      }
    }
    return place + 1;
  }

  private int pair(int start, int table) throws Malformed {
    int place = at(start) == '"' ? string(start, '"') : scalar(start);
    place = blanks(place, table);
    if (at(place) != '=') {
      throw new Malformed(
          "a table that holds something else than key = value", "write { key = value }", start);
    }
    place = blanks(place + 1, table);
    if (at(place) == ',' || at(place) == '}') {
      throw new Malformed(
          "a table with a key without a value", "give it a value or take it out", start);
    }
    return end(place);
  }

  private int scalar(int start) throws Malformed {
    int place = start;
    while (SCALAR_END.indexOf(at(place)) < 0) {
      place++;
    }
    if (place == start) {
      throw new Malformed(
          "cannot be read from \"" + printable(at(place)) + "\" on", "write a value", place);
    }
    return place;
  }

  /** Skips white space, line ends and comments inside brackets. */
  private int blanks(int start, int opened) throws Malformed {
    int place = start;
    while (place < text.length()) {
      char each = text.charAt(place);
      if (each == '#') {
        place = lineEnd(place);
      } else if (each == '\n') {
        place++;
        if (STATEMENT.matcher(text.substring(place, lineEnd(place))).matches()) {
          break;
        }
      } else if (each == ' ' || each == '\t') {
        place++;
      } else {
        return place;
      }
    }
    boolean list = text.charAt(opened) == '[';
    throw new Malformed(
        list ? "a list that is never closed" : "a table that is never closed",
        "end it with " + (list ? "]" : "}"),
        opened);
  }

  private Malformed unclosed(String what, String close, int start, int place) {
    return new Malformed(
        "a " + what + " without a comma between two entries",
        "put a comma between them and " + close + " at its end",
        place > start ? place : start);
  }

  int lineEnd(int place) {
    int end = text.indexOf('\n', place);
    return end < 0 ? text.length() : end;
  }

  /** The character, or a line end behind the text. */
  private char at(int place) {
    return place < text.length() ? text.charAt(place) : '\n';
  }

  private static String printable(char each) {
    return each == '\n' ? "the end of the line" : String.valueOf(each);
  }
}
