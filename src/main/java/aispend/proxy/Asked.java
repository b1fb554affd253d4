// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request's JSON says of the call. It is walked over once and never taken apart: a request
 * may hold many megabytes of images, and texts are passed over where they stand.
 *
 * @param model that is asked; null when it does not say
 * @param fingerprint of what is asked, without what differs between two askings of the same; null
 *     for what is no JSON
 * @param usageAt where a stream's wish to be told its usage would be put in; -1 when it is no
 *     stream, or says by itself whether it has the wish
 * @param usageText what would be put in there
 */
record Asked(@Nullable String model, @Nullable Long fingerprint, int usageAt, String usageText) {
  static final Asked NOTHING = new Asked(null, null, -1, "");

  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_MODEL = 200;

  /** How it is answered and for whom, not what is asked. */
  private static final Set<String> PASSED_OVER =
      Set.of("stream", "stream_options", "user", "metadata", "safety_identifier", "store");

  static Asked of(byte[] body) {
    Walk walk = new Walk(body);
    try (JsonParser parser = JSON.createParser(body)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? walk.over(parser) : NOTHING;
    } catch (IOException e) {
      return NOTHING; // the vendor will say so
    }
  }

  /** The body with the wish put in. */
  byte[] withUsage(byte[] body) {
    if (usageAt < 0) {
      return body;
    }
    byte[] text = usageText.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(body.length + text.length)
        .put(body, 0, usageAt)
        .put(text)
        .put(body, usageAt, body.length - usageAt)
        .array();
  }

  /** One pass over the members of the outermost object. */
  private static final class Walk {
    private final byte[] body;
    private final MessageDigest digest;
    private @Nullable String model;
    private boolean stream;
    private int usageAt = -1;
    private String usageText = "";

    Walk(byte[] body) {
      this.body = body;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
    }

    Asked over(JsonParser parser) throws IOException {
      usageAt = offset(parser) + 1;
      usageText = "\"stream_options\":{\"include_usage\":true},";
      String name = "";
      int begin = usageAt;
      JsonToken token = parser.nextToken();
      while (token == JsonToken.FIELD_NAME) {
        keep(name, begin, offset(parser));
        begin = offset(parser);
        name = parser.currentName();
        member(name, parser);
        token = parser.nextToken();
      }
      keep(name, begin, offset(parser));
      long fingerprint = ByteBuffer.wrap(digest.digest()).getLong();
      return new Asked(model, fingerprint, stream ? usageAt : -1, usageText);
    }

    private void member(String name, JsonParser parser) throws IOException {
      JsonToken value = parser.nextToken();
      if (name.equals("model") && value == JsonToken.VALUE_STRING) {
        String text = parser.getText();
        model = text.length() > LONGEST_MODEL ? text.substring(0, LONGEST_MODEL) : text;
      } else if (name.equals("stream")) {
        stream = value == JsonToken.VALUE_TRUE;
      } else if (name.equals("stream_options")) {
        options(parser);
      } else {
        parser.skipChildren();
      }
    }

    private void options(JsonParser parser) throws IOException {
      boolean object = parser.currentToken() == JsonToken.START_OBJECT;
      usageAt = object ? offset(parser) + 1 : -1;
      usageText = "\"include_usage\":true";
      boolean said = false;
      int depth = object ? 1 : 0;
      boolean empty = true;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new IOException("the object has no end");
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        }
        empty &= depth == 0;
        said |= depth == 1 && "include_usage".equals(parser.currentName());
      }
      usageAt = said ? -1 : usageAt;
      usageText = empty ? usageText : usageText + ",";
    }

    /** A part of the body; other characters than UTF-8 are not counted in bytes. */
    private void keep(String name, int begin, int end) throws IOException {
      if (begin < 0 || end < begin) {
        throw new IOException("not in UTF-8");
      }
      if (!name.isEmpty() && !PASSED_OVER.contains(name)) {
        digest.update(body, begin, end - begin);
      }
    }

    private static int offset(JsonParser parser) {
      return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }
  }
}
