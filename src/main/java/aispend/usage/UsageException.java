// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/** A usage object that cannot be right. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String remedy;

  /**
   * What is wrong.
   *
   * @param field its path in the usage object; empty for the object itself
   * @param value as it was sent
   * @param remedy what would be right: {@code must be ...}
   */
  UsageException(String field, String value, String remedy) {
    super(field + " is " + value + "; " + remedy, null, false, false);
    this.field = field;
    this.value = value;
    this.remedy = remedy;
  }

  public String field() {
    return field;
  }

  public String value() {
    return value;
  }

  public String remedy() {
    return remedy;
  }
}
