// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a folder of objects is: {@code s3://BUCKET/FOLDER}, {@code az://CONTAINER/FOLDER}, {@code
 * gs://BUCKET/FOLDER}; the folder may be left out.
 *
 * @param prefix of the keys: empty, or with a {@code /} at its end
 */
record StoreAddress(Kind kind, String bucket, String prefix) {
  static final String FORM =
      "the path of a folder, or s3://BUCKET/FOLDER, az://CONTAINER/FOLDER or gs://BUCKET/FOLDER";

  private static final Pattern WRITTEN =
      Pattern.compile("(s3|az|gs)://(\\$?[A-Za-z0-9][A-Za-z0-9._-]{1,221})(?:/(.*))?");

  /** Whose store it is. */
  enum Kind {
    S3,
    AZ,
    GS
  }

  StoreAddress {
    requireNonNull(kind, "kind");
    requireNonNull(bucket, "bucket");
    requireNonNull(prefix, "prefix");
  }

  /** Whether a folder is not of this machine. */
  static boolean isOne(String folder) {
    return folder.contains("://");
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is of none of these forms
   */
  static StoreAddress of(String folder) {
    Matcher written = WRITTEN.matcher(folder);
    if (!written.matches()) {
      throw new IllegalArgumentException("'" + folder + "' must be " + FORM);
    }
    Kind kind =
        switch (written.group(1)) {
          case "s3" -> Kind.S3;
          case "az" -> Kind.AZ;
          default -> Kind.GS;
        };
    String below = written.group(3) == null ? "" : written.group(3);
    boolean open = below.isEmpty() || below.endsWith("/");
    return new StoreAddress(kind, written.group(2), open ? below : below + "/");
  }
}
