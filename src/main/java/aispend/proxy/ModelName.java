// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model that a request asks for where its body is no JSON that says so. */
final class ModelName {
  private static final Pattern IN_PATH =
      Pattern.compile("/(?:models|model|deployments)/([^/:]{1,200})[:/].*");
  private static final byte[] FIELD = "name=\"model\"".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = 200;

  private ModelName() {}

  /** As Gemini, Bedrock and Azure have it. */
  static Optional<String> inPath(String path) {
    Matcher found = IN_PATH.matcher(path);
    if (!found.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          URLDecoder.decode(found.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a percent sign that begins nothing
    }
  }

  /** As the form of an audio file has it. */
  static Optional<String> inForm(byte[] body) {
    int field = indexOf(body, FIELD, 0);
    int begin = field < 0 ? -1 : indexOf(body, new byte[] {'\r', '\n', '\r', '\n'}, field);
    int end = begin < 0 ? -1 : indexOf(body, new byte[] {'\r', '\n'}, begin + 4);
    int length = end - begin - 4;
    return begin < 0 || end < 0 || length < 1 || length > LONGEST
        ? Optional.empty()
        : Optional.of(new String(body, begin + 4, length, StandardCharsets.UTF_8));
  }

  private static int indexOf(byte[] body, byte[] wanted, int from) {
    for (int i = from; i <= body.length - wanted.length; i++) {
      int same = 0;
      while (same < wanted.length && body[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
