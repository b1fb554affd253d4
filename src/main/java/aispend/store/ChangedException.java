// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import java.io.IOException;

/** The store no longer has the version of a file that is being read. */
public final class ChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  ChangedException(StoredFile file, Throwable cause) {
    super(file.path() + " was written again or taken away while it was read", cause);
  }

  /** Whether that is why something could not be read, however it was told on. */
  public static boolean causes(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ChangedException) {
        return true;
      }
    }
    return false;
  }
}
