// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;

/**
 * One version of a file in a store; another size, time or tag is another version.
 *
 * @param path below the store's folder, with {@code /} between its parts
 * @param bytes its length
 * @param changed when it was last written
 * @param tag what the store calls this version by; empty where it has no name for it
 */
public record StoredFile(String path, long bytes, Instant changed, String tag) {
  public StoredFile {
    requireNonNull(path, "path");
    requireNonNull(changed, "changed");
    requireNonNull(tag, "tag");
  }

  /** The same at another path. */
  StoredFile at(String other) {
    return new StoredFile(other, bytes, changed, tag);
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path without its last part; empty for a file of the store's own folder. */
  public String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  public boolean isManifest() {
    return lowerName().endsWith("manifest.json");
  }

  /** Whether it holds rows; what is hidden or named as unfinished does not. */
  public boolean isData() {
    String name = lowerName();
    return !name.startsWith(".")
        && !name.startsWith("_")
        && (name.endsWith(".csv") || name.endsWith(".csv.gz") || isParquet());
  }

  public boolean isParquet() {
    return lowerName().endsWith(".parquet");
  }

  public boolean isGzip() {
    return lowerName().endsWith(".gz");
  }

  private String lowerName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
