// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls out of spans by the GenAI conventions; {@code docs/otlp.md} tells the attributes.
 *
 * <p>Only spans of one call of a model count. A span of an agent, a workflow or a tool sums up or
 * contains such calls, and a server's span is the other end of one, so theirs are left out. So are
 * the spans of Claude Code and Codex, whose metrics tell the same calls with their models.
 */
final class SpanReader {
  /** Operations that are one call of a model, in the words of events. */
  static final Map<String, String> OPERATIONS =
      Map.of(
          "chat", "llm_call",
          "text_completion", "llm_call",
          "generate_content", "llm_call",
          "embeddings", "embedding");

  static final String USUAL_OPERATION = "llm_call";
  private static final String USAGE = "gen_ai.usage.";
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long MOST_MILLIS = 86_400_000L;
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;
  private static final int LONGEST_TEXT = 200;

  private final ProviderNames providers;
  private final Moments moments;

  SpanReader(ProviderNames providers, Moments moments) {
    this.providers = providers;
    this.moments = moments;
  }

  /** The call that a span tells of; empty when it tells of none. */
  Optional<ReportedEvent> read(List<KeyValue> resource, Span span) throws BadFieldException {
    Attributes said = Attributes.of(resource, span.getAttributesList());
    if (!isCall(span, said)) {
      return Optional.empty();
    }
    boolean failed =
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR || said.has("error.type");
    ReportedTokens tokens = tokens(said);
    if (tokens == null) {
      if (!failed || !said.has("gen_ai.operation.name")) {
        return Optional.empty();
      }
      tokens = ReportedTokens.plain(0L, 0L);
    }
    return Optional.of(event(span, said, tokens, failed));
  }

  private static boolean isCall(Span span, Attributes said) {
    boolean other =
        span.getKind() == Span.SpanKind.SPAN_KIND_SERVER
            || span.getName().startsWith("claude_code.")
            || said.hasAny("claude_code.")
            || said.hasAny("codex.");
    String operation = said.text("gen_ai.operation.name");
    boolean genAi = said.has("gen_ai.provider.name") || said.has("gen_ai.system");
    return !other && (operation == null ? genAi : OPERATIONS.containsKey(operation));
  }

  private static @Nullable ReportedTokens tokens(Attributes said) throws BadFieldException {
    Long input = said.tokens(USAGE + "input_tokens", USAGE + "prompt_tokens");
    Long output = said.tokens(USAGE + "output_tokens", USAGE + "completion_tokens");
    if (input == null && output == null) {
      return null;
    }
    return InclusiveTokens.of(
        USAGE,
        input,
        said.tokens(USAGE + "cache_read.input_tokens"),
        said.tokens(USAGE + "cache_creation.input_tokens", USAGE + "cache_write.input_tokens"),
        output,
        said.tokens(USAGE + "reasoning.output_tokens"),
        ReportedTokens.Modalities.NONE);
  }

  private ReportedEvent event(Span span, Attributes said, ReportedTokens tokens, boolean failed)
      throws BadFieldException {
    String trace = id("trace_id", span.getTraceId(), TRACE_BYTES);
    String id = trace + "-" + id("span_id", span.getSpanId(), SPAN_BYTES);
    Instant at = moments.read("start_time_unix_nano", span.getStartTimeUnixNano());
    ReportedUsage usage =
        new ReportedUsage(Calls.genAi(said, providers), tokens, 1L, Map.of(), null);
    ReportedEvent.Timing timing = new ReportedEvent.Timing(latency(span), firstToken(said));
    Outcome outcome = failed ? Outcome.ERROR : Outcome.SUCCESS;
    return new ReportedEvent(
        Sender.OTLP,
        new ReportedEvent.Identity(id, at, Calls.hash(at, usage, timing, outcome), null),
        usage,
        outcome,
        timing,
        extra(trace, said));
  }

  private static String id(String field, ByteString bytes, int length) throws BadFieldException {
    byte[] id = bytes.toByteArray();
    boolean zero = true;
    for (byte one : id) {
      zero &= one == 0;
    }
    if (id.length != length || zero) {
      throw BadFieldException.bad(
          field, HexFormat.of().formatHex(id), "must be " + length + " bytes that are not all 0");
    }
    return HexFormat.of().formatHex(id);
  }

  private static @Nullable Long latency(Span span) {
    long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    long millis = Math.round((double) nanos / NANOS_PER_MILLI);
    return span.getEndTimeUnixNano() == 0 || millis < 0 || millis > MOST_MILLIS ? null : millis;
  }

  private static @Nullable Long firstToken(Attributes said) {
    BigDecimal seconds = said.seconds("gen_ai.response.time_to_first_chunk");
    if (seconds == null) {
      return null;
    }
    BigDecimal millis = seconds.movePointRight(3).setScale(0, RoundingMode.HALF_EVEN);
    return millis.compareTo(BigDecimal.valueOf(MOST_MILLIS)) > 0 ? null : millis.longValueExact();
  }

  private static String extra(String trace, Attributes said) {
    ObjectNode extra = JsonNodeFactory.instance.objectNode().put("trace_id", trace);
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("gen_ai.response.id", "gen_ai.conversation.id")) {
      String text = said.text(key);
      if (text != null && text.length() <= LONGEST_TEXT) {
        metadata.put(key, text);
      }
    }
    if (!metadata.isEmpty()) {
      extra.set("metadata", metadata);
    }
    return extra.toString();
  }
}
