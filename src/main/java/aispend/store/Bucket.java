// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.http.BytesAnswer;
import aispend.model.ProviderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one kind of store lists its objects and hands out their bytes. One thread at a time. */
interface Bucket {
  /**
   * Some of the objects below the prefix.
   *
   * @param files with their whole keys as paths
   * @param next where the list goes on; null at its end
   */
  record Page(List<StoredFile> files, @Nullable String next) {
    public Page {
      files = List.copyOf(files);
    }
  }

  /**
   * A page of the list.
   *
   * @param cursor null for the first, else the page before's {@link Page#next()}
   */
  Page page(@Nullable String cursor) throws ProviderException, InterruptedException;

  /**
   * Some bytes of exactly this version of an object.
   *
   * @param range as the header {@code Range} has it: {@code bytes=0-9}
   * @param length how many these are
   * @throws ProviderException with the status 404 or 412 when there is no such version any more
   */
  BytesAnswer bytes(String key, StoredFile file, String range, int length)
      throws ProviderException, InterruptedException;

  /** An answer that cannot be used. */
  ProviderException unusable(String what);
}
