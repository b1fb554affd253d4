// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What was sent, whole and not copied.
 *
 * @param json whether it is JSON, not protobuf
 * @param packed whether it is in gzip
 */
@SuppressWarnings("ArrayRecordComponent") // a body has no equals; it is read once
public record OtlpBody(boolean json, boolean packed, byte[] bytes) {
  static final String PROTOBUF = "application/x-protobuf";
  static final String JSON = "application/json";

  /** The media types that are taken. */
  public static final Set<String> MEDIA_TYPES = Set.of(PROTOBUF, JSON);

  /**
   * A body of one of the media types.
   *
   * @param mediaType without parameters, in small letters
   */
  public static OtlpBody of(String mediaType, boolean packed, byte[] bytes) {
    return new OtlpBody(mediaType.equals(JSON), packed, bytes);
  }

  /** Its bytes, unpacked; a small body may unpack to a huge one. */
  byte[] unpacked(int mostBytes) throws OtlpRefusedException {
    if (!packed) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] unpacked = in.readNBytes(mostBytes + 1);
      if (unpacked.length > mostBytes) {
        throw new OtlpRefusedException(
            413, "the unpacked body is larger than max_body_bytes, " + mostBytes + "; send less");
      }
      return unpacked;
    } catch (IOException e) {
      throw new OtlpRefusedException(400, "the body cannot be unpacked: " + e.getMessage());
    }
  }
}
