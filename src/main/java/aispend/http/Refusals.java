// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
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
   * {"error":"..."}}, {@code {"message":...}}, {@code {"Message":...}}, the same in XML, or the
   * body itself.
   */
  static String reason(Request request, Reply reply) {
    return quoted(request, message(reply.body()));
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

  /**
   * A refusal as a document; empty when it is none. Of XML, as object stores write it, the texts of
   * the outermost element's children.
   */
  static Optional<JsonNode> document(Buffer body) {
    ByteString bytes = body.snapshot();
    try {
      return Optional.of(Xml.begins(bytes) ? texts(bytes) : Json.read(bytes.utf8()));
    } catch (JsonProcessingException | XMLStreamException e) {
      return Optional.empty(); // a refusal need not be one; then its status alone speaks
    }
  }

  private static JsonNode texts(ByteString xml) throws XMLStreamException {
    ObjectNode texts = JsonNodeFactory.instance.objectNode();
    Xml.read(new Buffer().write(xml).inputStream())
        .children()
        .forEach(each -> texts.put(each.name(), each.text()));
    return texts;
  }

  private static String message(Buffer body) {
    JsonNode document = document(body).orElse(MissingNode.getInstance());
    JsonNode error = document.path("error");
    return Stream.of(
            error.path("message"),
            document.path("error_description"),
            error,
            document.path("message"),
            document.path("Message"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElseGet(() -> body.snapshot().utf8());
  }
}
