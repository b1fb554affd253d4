// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.ledger.EventQuery.Place;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;

/** A place among events as a text that callers hand back, and that tells when it was changed. */
final class Cursor {
  private static final int PLACE_BYTES = 4 * Long.BYTES;

  private Cursor() {}

  static String text(Place place) {
    byte[] text = new byte[PLACE_BYTES + Integer.BYTES];
    ByteBuffer.wrap(text)
        .putLong(place.second())
        .putLong(place.setId())
        .putLong(place.high())
        .putLong(place.low())
        .putInt(checksum(text));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /**
   * The place behind which to go on.
   *
   * @throws ApiException 400 when it is not a cursor of ours
   */
  static Place place(TextParameter parameter, String text) throws ApiException {
    byte[] read;
    try {
      read = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      ApiException bad = bad(parameter, text);
      bad.initCause(e);
      throw bad;
    }
    ByteBuffer bytes = ByteBuffer.wrap(read);
    if (read.length != PLACE_BYTES + Integer.BYTES || bytes.getInt(PLACE_BYTES) != checksum(read)) {
      throw bad(parameter, text);
    }
    return new Place(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  private static int checksum(byte[] place) {
    CRC32 sum = new CRC32();
    sum.update(place, 0, PLACE_BYTES);
    return (int) sum.getValue();
  }

  private static ApiException bad(TextParameter parameter, String text) {
    return ApiException.badParameter(
        parameter.name(),
        "is '" + Text.cut(text) + "', which no page ended with",
        "next_cursor of a page");
  }
}
