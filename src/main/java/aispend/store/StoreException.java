// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.model.ProviderException;
import java.io.IOException;

/**
 * A store could not be asked for bytes, or the daemon stops. Carries what happened through readers
 * that know only {@link IOException}, so that it is never taken for a file that cannot be read.
 */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreException(ProviderException cause) {
    super(cause.getMessage(), cause);
  }

  StoreException(InterruptedException cause) {
    super(cause.getMessage(), cause);
  }

  /** Throws what a store was the cause of; does nothing where none was. */
  public static void unwrap(Throwable failure) throws ProviderException, InterruptedException {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StoreException) {
        if (each.getCause() instanceof ProviderException told) {
          throw told;
        }
        if (each.getCause() instanceof InterruptedException stopped) {
          throw stopped;
        }
      }
    }
  }
}
