// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;

/**
 * One version of a file in a store; another size or time is another version.
 *
 * @param path below the store's folder, with {@code /} between its parts
 * @param bytes its length
 * @param changed when it was last written
 */
record StoredFile(String path, long bytes, Instant changed) {
  StoredFile {
    requireNonNull(path, "path");
    requireNonNull(changed, "changed");
  }

  /** The last part of the path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path without its last part; empty for a file of the store's own folder. */
  String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  boolean isManifest() {
    return lowerName().endsWith("manifest.json");
  }

  /** Whether it holds rows; what is hidden or named as unfinished does not. */
  boolean isData() {
    String name = lowerName();
    return !name.startsWith(".")
        && !name.startsWith("_")
        && (name.endsWith(".csv") || name.endsWith(".csv.gz") || isParquet());
  }

  boolean isParquet() {
    return lowerName().endsWith(".parquet");
  }

  boolean isGzip() {
    return lowerName().endsWith(".gz");
  }

  private String lowerName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
