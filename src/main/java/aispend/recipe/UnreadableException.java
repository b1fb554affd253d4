// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

/** An answer that is not as the recipe says. The message names the pointer and what there is. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
