// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

/** A key that is not in the form that its vendor gives keys in. The message never tells it. */
public final class UnusableKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnusableKeyException(String message) {
    super(message);
  }
}
