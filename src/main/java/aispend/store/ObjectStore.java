// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.model.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of objects as a folder of files. Each piece of an object is asked for together with the
 * version that was listed, so that two versions are never read as one.
 */
final class ObjectStore implements FileStore {
  /** A million objects where a page has a thousand. */
  private static final int MAX_PAGES = 1_000;

  private final Bucket bucket;
  private final String prefix;

  /**
   * Sets up; asks nothing.
   *
   * @param prefix what all keys begin with; empty, or with a {@code /} at its end
   */
  ObjectStore(Bucket bucket, String prefix) {
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public List<StoredFile> list() throws ProviderException, InterruptedException {
    List<StoredFile> files = new ArrayList<>();
    Set<String> followed = new HashSet<>();
    @Nullable String cursor = null;
    for (int page = 1; page <= MAX_PAGES; page++) {
      Bucket.Page told = bucket.page(cursor);
      told.files().forEach(each -> add(each, files));
      cursor = told.next();
      if (cursor == null) {
        files.sort(Comparator.comparing(StoredFile::path));
        return List.copyOf(files);
      }
      if (!followed.add(cursor)) {
        throw bucket.unusable("page " + page + " of the list repeats where it goes on");
      }
    }
    throw bucket.unusable(
        "the list does not end after " + MAX_PAGES + " pages; set a longer prefix");
  }

  private void add(StoredFile object, List<StoredFile> files) {
    String key = object.path();
    if (key.startsWith(prefix) && !key.endsWith("/")) {
      files.add(object.at(key.substring(prefix.length())));
    }
  }

  @Override
  public FileBytes open(StoredFile file, Reading reading) {
    return new ObjectBytes(bucket, prefix + file.path(), file, reading);
  }

  /** Always: whoever reads another version is told so by a {@link ChangedException}. */
  @Override
  public boolean isCurrent(StoredFile file) {
    return true;
  }
}
