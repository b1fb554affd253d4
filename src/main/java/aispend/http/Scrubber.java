// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.model.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Takes credentials out of what others wrote, also as URLs and JSON encode them. */
public final class Scrubber {
  private static final String STARS = "***";
  private static final String REPEATED_STARS = "(?:\\*\\*\\*){2,}";

  /** Longest piece of a secret that is matched at once: of all of a long one a stack overflows. */
  private static final int PIECE = 200;

  private Scrubber() {}

  /** The text with stars for each secret. The longest goes first, for one may be part of it. */
  public static String scrubbed(String text, List<Secret> secrets) {
    String scrubbed = text;
    List<String> values =
        secrets.stream()
            .map(Secret::reveal)
            .filter(value -> !value.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String value : values) {
      scrubbed = scrubbed(scrubbed, value);
    }
    return scrubbed;
  }

  private static String scrubbed(String text, String secret) {
    if (secret.length() <= PIECE) {
      return anyWritten(secret).matcher(text).replaceAll(STARS);
    }
    int middle = secret.length() / 2;
    String halved = scrubbed(text, secret.substring(0, middle));
    return scrubbed(halved, secret.substring(middle)).replaceAll(REPEATED_STARS, STARS);
  }

  /** Matches a value each of whose characters may be encoded or not. */
  private static Pattern anyWritten(String value) {
    StringBuilder pattern = new StringBuilder();
    value.codePoints().forEach(point -> pattern.append(anyWritten(point)));
    return Pattern.compile(pattern.toString());
  }

  private static String anyWritten(int point) {
    String plain = Character.toString(point);
    StringBuilder percent = new StringBuilder();
    for (byte each : plain.getBytes(UTF_8)) {
      percent.append(String.format("%%%02x", each & 0xff));
    }
    return String.format(
        "(?:\\\\?%s|(?i:%s)|\\\\u(?i:%04x)%s)",
        Pattern.quote(plain), percent, point, point == ' ' ? "|\\+" : "");
  }
}
