// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places in vendors' documents that are looked at, as a tree of member names. The vendors'
 * names do not clash, so one tree serves all. Not changed once made.
 */
final class Wanted {
  private static final String ELEMENT = "[]";

  private final Map<String, Wanted> members = new HashMap<>();
  private @Nullable Mark mark;
  private boolean kept;

  private Wanted() {}

  /** All that is looked for. */
  static Wanted all() {
    Wanted root = new Wanted();
    root.keep(Mark.ID, "id", "response.id", "message.id", "responseId");
    root.keep(Mark.MODEL, "model", "response.model", "message.model", "modelVersion");
    root.keep(Mark.TIER, "service_tier", "response.service_tier", "serviceTier.type");
    root.keep(Mark.USAGE, "usage", "response.usage", "message.usage", "x_groq.usage");
    root.keep(Mark.USAGE, "usageMetadata");
    root.keep(Mark.TYPE, "type");
    root.keep(Mark.DONE, "done");
    root.keep(Mark.INPUT_COUNT, "prompt_eval_count");
    root.keep(Mark.OUTPUT_COUNT, "eval_count");
    root.keep(Mark.BYTES, "bytes");
    content(root);
    root.notice(Mark.DELTA, "delta");
    root.notice(Mark.FINISH, "choices.[].finish_reason");
    root.notice(Mark.END, "candidates.[].finishReason");
    root.notice(Mark.METRICS, "metrics");
    root.notice(Mark.FAILED, "error", "response.error");
    return root;
  }

  private static void content(Wanted root) {
    String delta = "choices.[].delta.";
    root.notice(
        Mark.CONTENT,
        delta + "content",
        delta + "reasoning",
        delta + "reasoning_content",
        delta + "refusal",
        delta + "tool_calls",
        delta + "function_call",
        delta + "audio",
        "choices.[].text");
    String part = "candidates.[].content.parts.[].";
    root.notice(
        Mark.CONTENT,
        part + "text",
        part + "functionCall",
        part + "inlineData",
        part + "executableCode");
    root.notice(Mark.CONTENT, "message.content", "message.thinking", "message.tool_calls");
    root.notice(Mark.CONTENT, "response", "thinking");
  }

  /** The place of a member; null when nothing in it is looked for. */
  @Nullable Wanted member(String name) {
    return members.get(name);
  }

  /** The place of each element of a list. */
  @Nullable Wanted element() {
    return members.get(ELEMENT);
  }

  boolean isList() {
    return members.containsKey(ELEMENT);
  }

  boolean isObject() {
    return !members.isEmpty() && !isList();
  }

  /** What a value here is taken for; null when only its members matter. */
  @Nullable Mark mark() {
    return mark;
  }

  /** Whether the value is wanted, or only that there is one. */
  boolean isKept() {
    return kept;
  }

  private void keep(Mark as, String... paths) {
    for (String path : paths) {
      Wanted place = place(path);
      place.mark = as;
      place.kept = true;
    }
  }

  private void notice(Mark as, String... paths) {
    for (String path : paths) {
      place(path).mark = as;
    }
  }

  private Wanted place(String path) {
    Wanted place = this;
    for (String name : path.split("\\.", -1)) {
      place = place.members.computeIfAbsent(name, any -> new Wanted());
    }
    return place;
  }
}
