// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who a call is for, as its {@code X-AISpend-} headers say. A bad header is ignored and counted,
 * and none of them goes to the vendor.
 *
 * @param ignored how many were not known, too long or no text
 */
record Attribution(Dimensions dimensions, int ignored) {
  private static final String PREFIX = "x-aispend-";
  private static final String TOKEN = PREFIX + "token";

  private static final Map<String, Dimension> HEADERS =
      Map.of(
          PREFIX + "feature", Dimension.FEATURE,
          PREFIX + "user", Dimension.USER,
          PREFIX + "project", Dimension.PROJECT,
          PREFIX + "team", Dimension.TEAM,
          PREFIX + "agent", Dimension.AGENT,
          PREFIX + "environment", Dimension.ENVIRONMENT);

  /** Whether a header is the daemon's own. */
  static boolean owns(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  /** Reads those among a request's headers. */
  static Attribution of(List<Header> headers) {
    Dimensions dimensions = Dimensions.NONE;
    int ignored = 0;
    for (Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      Dimension dimension = HEADERS.get(name);
      String value = text(header.value());
      if (dimension != null && isGood(value) && dimensions.get(dimension).isEmpty()) {
        dimensions = dimensions.with(dimension, value);
      } else if (owns(name) && !name.equals(TOKEN) && !value.isEmpty()) {
        ignored++;
      }
    }
    return new Attribution(dimensions, ignored);
  }

  private static boolean isGood(String value) {
    return !value.isEmpty()
        && value.length() <= Dimensions.MAX_LENGTH
        && value.codePoints().noneMatch(Character::isISOControl);
  }

  /** Headers are read byte by byte; clients send other letters in UTF-8. */
  private static String text(String value) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      return value.strip(); // Latin-1 after all
    }
  }
}
