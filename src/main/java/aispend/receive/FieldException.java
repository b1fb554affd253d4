// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

/** A field of an event that cannot be right. */
final class FieldException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 60;

  private final String field;

  private FieldException(String field, String problem) {
    super(problem, null, false, false);
    this.field = field;
  }

  static FieldException missing(String field) {
    return new FieldException(field, "is missing");
  }

  /**
   * A value that is not accepted.
   *
   * @param remedy what is: {@code must be ...}
   */
  static FieldException bad(String field, String value, String remedy) {
    return new FieldException(field, "is " + shown(value) + "; " + remedy);
  }

  String field() {
    return field;
  }

  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
  }
}
