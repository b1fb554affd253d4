// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/** JSON in one spelling: members in the order of their names, no spaces, numbers as they came. */
final class Canonical {
  private Canonical() {}

  /** The first 8 bytes of the SHA-256 of the text. */
  static long hash(JsonNode json) {
    StringBuilder text = new StringBuilder();
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
      Map<String, JsonNode> members = new TreeMap<>();
      json.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      String comma = "{";
      for (Map.Entry<String, JsonNode> member : members.entrySet()) {
        text.append(comma);
        quote(member.getKey(), text);
        text.append(':');
        write(member.getValue(), text);
        comma = ",";
      }
      text.append(members.isEmpty() ? "{}" : "}");
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
    } else {
      text.append(json.asText());
    }
  }

  private static void quote(String plain, StringBuilder text) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(plain, text);
    text.append('"');
  }
}
