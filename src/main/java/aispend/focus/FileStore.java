// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Where files lie. Used by one thread at a time. */
interface FileStore {
  /**
   * All files below the folder, in the order of their paths.
   *
   * @throws ProviderException when the folder cannot be read
   */
  List<StoredFile> list() throws ProviderException, InterruptedException;

  /**
   * The bytes of a file, to be closed by who reads them.
   *
   * @throws IOException when it is gone or cannot be read
   */
  InputStream open(StoredFile file) throws IOException, ProviderException, InterruptedException;

  /** The file on this machine, for what must be read from its end. */
  Path local(StoredFile file) throws IOException, ProviderException, InterruptedException;

  /** Whether the store still has this very version. */
  boolean isCurrent(StoredFile file) throws IOException, ProviderException, InterruptedException;
}
