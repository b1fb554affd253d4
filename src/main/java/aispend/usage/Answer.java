// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together what the documents of one answer say. The last usage that is told holds. */
final class Answer {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final int LONGEST_TEXT = 200;
  private static final String MESSAGE_DELTA = "message_delta";
  private static final Set<String> ENDS =
      Set.of(
          "response.completed",
          "response.incomplete",
          "response.failed",
          "message_stop",
          "transcript.text.done",
          "speech.audio.done",
          "image_generation.completed",
          "image_edit.completed");
  private static final Set<String> FAILURES = Set.of("response.failed", "error");

  private final String provider;
  private final @Nullable String askedModel;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String tier;
  private @Nullable ObjectNode usage;
  private boolean begun;
  private boolean finished;
  private boolean ended;
  private boolean failed;

  /**
   * An answer.
   *
   * @param provider for usage objects that could be two vendors'; may be empty
   * @param askedModel what the answer is taken for when it names no model
   */
  Answer(String provider, @Nullable String askedModel) {
    this.provider = provider;
    this.askedModel = askedModel;
  }

  void take(Map<Mark, byte[]> document) {
    String type = text(document, Mark.TYPE);
    id = id == null ? text(document, Mark.ID) : id;
    model = or(text(document, Mark.MODEL), model);
    tier = or(text(document, Mark.TIER), tier);
    takeUsage(document, type);
    begun |=
        document.containsKey(Mark.CONTENT)
            || (document.containsKey(Mark.DELTA) && !MESSAGE_DELTA.equals(type));
    finished |= document.containsKey(Mark.FINISH);
    failed |= document.containsKey(Mark.FAILED) || (type != null && FAILURES.contains(type));
    ended |=
        (type != null && ENDS.contains(type))
            || document.containsKey(Mark.END)
            || (document.containsKey(Mark.METRICS) && usage != null)
            || json(document, Mark.DONE).asBoolean()
            || (finished && usage != null);
  }

  boolean begun() {
    return begun;
  }

  boolean ended() {
    return ended;
  }

  boolean failed() {
    return failed;
  }

  /** Usage that cannot be right is none: nobody is there to send it again. */
  CallUsage usage() {
    CallUsage told = CallUsage.NONE;
    if (usage != null) {
      try {
        told = UsageObject.read(usage, provider);
      } catch (UsageException e) {
        told = CallUsage.NONE;
      }
    }
    return told.of(id, model == null ? askedModel : model, tier);
  }

  /** Anthropic's deltas tell only what changed; their numbers are totals. */
  private void takeUsage(Map<Mark, byte[]> document, @Nullable String type) {
    if (json(document, Mark.USAGE) instanceof ObjectNode told) {
      if (usage != null && MESSAGE_DELTA.equals(type)) {
        ObjectNode sum = usage;
        told.properties().stream()
            .filter(field -> !field.getValue().isNull())
            .forEach(field -> sum.set(field.getKey(), field.getValue()));
      } else if (!told.isEmpty()) {
        usage = told;
      }
    } else if (usage == null && json(document, Mark.DONE).asBoolean()) {
      usage = JsonNodeFactory.instance.objectNode().put("done", true);
      usage.set("prompt_eval_count", json(document, Mark.INPUT_COUNT));
      usage.set("eval_count", json(document, Mark.OUTPUT_COUNT));
    } else if (usage == null && document.containsKey(Mark.INPUT_COUNT)) {
      usage = JsonNodeFactory.instance.objectNode();
      usage.set("prompt_eval_count", json(document, Mark.INPUT_COUNT));
    }
  }

  private static @Nullable String text(Map<Mark, byte[]> document, Mark mark) {
    String text = json(document, mark).textValue();
    return text == null || text.isEmpty() || text.length() > LONGEST_TEXT ? null : text;
  }

  /** What cannot be read says nothing. */
  private static JsonNode json(Map<Mark, byte[]> document, Mark mark) {
    byte[] json = document.get(mark);
    if (json == null) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      return MissingNode.getInstance();
    } catch (NumberFormatException e) { // an exponent beyond all use
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first == null ? second : first;
  }
}
