// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which kind of call a path is: the dimension {@code operation}, in the words of events. */
final class Operation {
  private static final Pattern CHAT =
      Pattern.compile(
          ".*/(completions|responses|messages|api/chat|api/generate|converse|converse-stream"
              + "|invoke|invoke-with-response-stream)|.*:(stream)?[gG]enerateContent");
  private static final Pattern EMBEDDING =
      Pattern.compile(".*/(embeddings|api/embed|api/embeddings)|.*:(e|batchE)mbedContents?");
  private static final Pattern IMAGE = Pattern.compile(".*/images/[a-z]+");
  private static final Pattern AUDIO = Pattern.compile(".*/audio/[a-z]+");

  /** What a call is that turns out to have used something, though its path is not known. */
  static final String OTHER = "other";

  private Operation() {}

  /** The kind; empty for paths that use no model, such as uploads and token counts. */
  static Optional<String> of(String path) {
    if (CHAT.matcher(path).matches()) {
      return Optional.of("llm_call");
    }
    if (EMBEDDING.matcher(path).matches()) {
      return Optional.of("embedding");
    }
    if (IMAGE.matcher(path).matches()) {
      return Optional.of("image");
    }
    return AUDIO.matcher(path).matches() ? Optional.of("audio") : Optional.empty();
  }
}
