// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which calls of vendors' interfaces cost money, and what an event calls them. */
final class CallKind {
  private static final Map<String, Pattern> KINDS =
      new TreeMap<>(
          Map.of(
              "embedding", Pattern.compile("/embeddings|/api/embed|:(batchE|e)mbedContents?"),
              "image", Pattern.compile("/images/(generations|edits|variations)"),
              "audio", Pattern.compile("/audio/(speech|transcriptions|translations)"),
              "llm_call",
                  Pattern.compile(
                      "/completions|/responses|/messages|:(streamG|g)enerateContent"
                          + "|/converse(-stream)?|/invoke(-with-response-stream)?"
                          + "|/api/(chat|generate)|/rerank")));

  private CallKind() {}

  /**
   * The event type of a call.
   *
   * @return empty for a call that runs no model: lists, files, counting tokens
   */
  static Optional<String> of(String method, String path) {
    if (!method.equals("POST")) {
      return Optional.empty();
    }
    return KINDS.entrySet().stream()
        .filter(kind -> endsWith(path, kind.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean endsWith(String path, Pattern end) {
    return Pattern.compile("(?:" + end + ")$").matcher(path).find();
  }
}
