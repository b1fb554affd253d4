// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reader for an answer by its media type: JSON, server-sent events, JSON lines, or the
 * binary event stream of AWS. What the documents in it look like is seen from themselves.
 */
public final class Answers {
  /** Gemini and Bedrock name the model in the path only. */
  private static final Pattern MODEL =
      Pattern.compile("/models/([^/:]+):|/model/([^/]+)/(?:converse|invoke)");

  private Answers() {}

  /**
   * A reader for one answer.
   *
   * @param contentType of the answer, with or without parameters; null when it has none
   * @param path that was called, percent-encoded as it was sent; may be empty
   */
  public static AnswerReader reader(@Nullable String contentType, String path) {
    Answer answer = new Answer(path.endsWith("/messages") ? "anthropic" : "", model(path));
    return switch (mediaType(contentType)) {
      case "text/event-stream" -> new ServerSentAnswer(answer);
      case "application/x-ndjson", "application/jsonl", "application/stream+json" ->
          new LinesAnswer(answer);
      case "application/vnd.amazon.eventstream" -> new EventStreamAnswer(answer);
      case "application/json" -> new JsonAnswer(answer);
      default -> new OpaqueAnswer(answer);
    };
  }

  private static String mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String model(String path) {
    Matcher matcher = MODEL.matcher(path);
    if (!matcher.find()) {
      return null;
    }
    String model = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    try {
      return URLDecoder.decode(model.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return model; // not encoded after all
    }
  }
}
