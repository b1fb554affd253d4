// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What was sent, whole and not copied.
 *
 * @param lines whether it is one JSON object after the other (NDJSON), not one object or array
 * @param packed whether it is in gzip
 */
@SuppressWarnings("ArrayRecordComponent") // a body has no equals; it is read once
public record Body(boolean lines, boolean packed, byte[] bytes) {
  private static final String LINES = "application/x-ndjson";

  /** The media types that are taken. */
  public static final Set<String> MEDIA_TYPES = Set.of("application/json", LINES);

  /**
   * A body of one of the media types.
   *
   * @param mediaType without parameters, in small letters
   */
  public static Body of(String mediaType, boolean packed, byte[] bytes) {
    return new Body(mediaType.equals(LINES), packed, bytes);
  }

  InputStream open(long mostBytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    return new Limited(packed ? new GZIPInputStream(in) : in, mostBytes);
  }
}
