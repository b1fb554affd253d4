// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okhttp3.Request;
import okio.Buffer;
import okio.ByteString;

/** What a vendor says in a refusal, cut and freed of the credential that was sent. */
final class Refusals {
  private static final int BEGINNING = 80;

  /** Shorter values are no credentials, and taking them out would only garble the text. */
  private static final int SHORTEST_SECRET = 6;

  private Refusals() {}

  /**
   * The reason in {@code {"error":{"message":...}}}, {@code {"error_description":...}}, {@code
   * {"error":"..."}}, {@code {"message":...}}, {@code {"Message":...}}, or the body itself.
   */
  static String reason(Request request, Reply reply) {
    String body = reply.body().clone().readUtf8();
    return quoted(request, message(body));
  }

  /** The first characters of a body that could not be read. */
  static String beginning(Request request, Buffer body) {
    ByteString start = body.snapshot((int) Math.min(body.size(), 4L * BEGINNING));
    String text = quoted(request, start.utf8());
    return text.length() > BEGINNING ? text.substring(0, BEGINNING) + "..." : text;
  }

  /**
   * The text without the values of headers that may be credentials, and without what the request
   * says is one.
   */
  static String scrubbed(Request request, String text) {
    String scrubbed = Scrubber.scrubbed(text, AnswerRules.of(request).secrets());
    for (int i = 0; i < request.headers().size(); i++) {
      String name = request.headers().name(i).toLowerCase(Locale.ROOT);
      if (name.contains("auth") || name.contains("key") || name.contains("token")) {
        String value = request.headers().value(i);
        String bare = value.substring(value.indexOf(' ') + 1);
        if (bare.length() >= SHORTEST_SECRET) {
          scrubbed = scrubbed.replace(value, "***").replace(bare, "***");
        }
        for (String part : basicParts(value)) {
          scrubbed = scrubbed.replace(part, "***");
        }
      }
    }
    return scrubbed;
  }

  /** User and password of a Basic login, which travel encoded; nothing for another header. */
  private static List<String> basicParts(String value) {
    ByteString login =
        value.startsWith("Basic ") ? ByteString.decodeBase64(value.substring(6)) : null;
    return login == null
        ? List.of()
        : Arrays.stream(login.utf8().split(":", 2))
            .filter(part -> part.length() >= SHORTEST_SECRET)
            .toList();
  }

  private static String quoted(Request request, String text) {
    return ProviderException.quote(scrubbed(request, text));
  }

  private static String message(String body) {
    try {
      JsonNode document = Json.read(body);
      JsonNode error = document.path("error");
      for (JsonNode candidate :
          new JsonNode[] {
            error.path("message"),
            document.path("error_description"),
            error,
            document.path("message"),
            document.path("Message")
          }) {
        if (candidate.isTextual()) {
          return candidate.asText();
        }
      }
      return body;
    } catch (JsonProcessingException e) {
      // A refusal need not be JSON; then it is quoted as it is.
      return body;
    }
  }
}
