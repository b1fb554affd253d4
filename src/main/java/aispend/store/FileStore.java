// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.model.ProviderException;
import java.io.IOException;
import java.util.List;

/** Where files lie. Used by one thread at a time. */
public interface FileStore {
  /**
   * All files below the folder, in the order of their paths.
   *
   * @throws ProviderException when the folder cannot be read
   */
  List<StoredFile> list() throws ProviderException, InterruptedException;

  /**
   * The bytes of a file, to be closed by who reads them.
   *
   * @throws IOException when it is gone or cannot be read, as reading on does; a {@link
   *     ChangedException} where another version has taken its place, and a {@link StoreException}
   *     where the store is to blame and not the file
   */
  FileBytes open(StoredFile file, Reading reading) throws IOException;

  /** Whether all that was read of a file since it was listed was of this very version. */
  boolean isCurrent(StoredFile file) throws IOException;

  /** How a file will be read, which decides how much of it is asked for at once. */
  enum Reading {
    /** From its beginning to its end. */
    THROUGH,

    /** Some of it, here and there, its end first. */
    IN_PLACES
  }
}
