// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Iterator;

/** JSON in one spelling: members in the order of their names, no spaces, numbers as they came. */
final class Canonical {
  /** Of an event with most of its fields. */
  private static final int USUAL_LENGTH = 512;

  private Canonical() {}

  /** The first 8 bytes of the SHA-256 of the text. */
  static long hash(JsonNode json) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    write(json, text);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static String text(JsonNode json) {
    StringBuilder text = new StringBuilder();
    write(json, text);
    return text.toString();
  }

  private static void write(JsonNode json, StringBuilder text) {
    if (json.isObject()) {
      writeMembers(json, text);
    } else if (json.isArray()) {
      text.append('[');
      json.forEach(
          element -> {
            write(element, text);
            text.append(',');
          });
      text.append(']');
    } else if (json.isTextual()) {
      quote(json.textValue(), text);
    } else if (json.isInt() || json.isLong()) {
      text.append(json.longValue());
    } else {
      text.append(json.asText());
    }
  }

  private static void writeMembers(JsonNode json, StringBuilder text) {
    String[] names = new String[json.size()];
    int count = 0;
    for (Iterator<String> all = json.fieldNames(); all.hasNext(); ) {
      names[count++] = all.next();
    }
    Arrays.sort(names);
    String comma = "{";
    for (String name : names) {
      text.append(comma);
      quote(name, text);
      text.append(':');
      write(json.get(name), text);
      comma = ",";
    }
    text.append(names.length == 0 ? "{}" : "}");
  }

  private static void quote(String plain, StringBuilder text) {
    text.append('"');
    if (needsNoEscape(plain)) {
      text.append(plain);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(plain, text);
    }
    text.append('"');
  }

  private static boolean needsNoEscape(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      char one = plain.charAt(i);
      if (one < ' ' || one == '"' || one == '\\') {
        return false;
      }
    }
    return true;
  }
}
