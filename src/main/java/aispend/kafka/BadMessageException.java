// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

/** A message that can never be counted; its message says what is wrong and what to do. */
final class BadMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  BadMessageException(String message) {
    super(message);
  }
}
