// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

/** A span or point with a value that cannot be right. The message begins with the field's name. */
final class BadFieldException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 60;

  private BadFieldException(String message) {
    super(message, null, false, false);
  }

  static BadFieldException missing(String field, String remedy) {
    return new BadFieldException(field + " is missing; " + remedy);
  }

  static BadFieldException bad(String field, String value, String remedy) {
    return new BadFieldException(field + " is " + shown(value) + "; " + remedy);
  }

  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
  }
}
