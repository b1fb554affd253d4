// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.io.IOException;

/** The caller closed its connection, or takes nothing for too long. */
final class CallerGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  CallerGoneException(String message) {
    super(message);
  }

  CallerGoneException(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
