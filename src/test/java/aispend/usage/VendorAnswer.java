// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers in each vendor's shape, with invented values: 900 tokens in, of which 500 were cached
 * where the vendor tells, and 40 out.
 */
@SuppressWarnings("ImmutableEnumChecker") // what is expected is made by List.of
enum VendorAnswer {
  OPENAI_WHOLE(
      "application/json",
      "/v1/chat/completions",
      """
      {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-5-mini-2026-01-01",
       "choices": [{"index": 0, "message": {"role": "assistant",
         "content": "\\"usage\\": {\\"prompt_tokens\\": 7} } ] \\\\"}, "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940,
         "prompt_tokens_details": {"cached_tokens": 500}}, "service_tier": "default"}
      """,
      null,
      "\"default\"",
      AnswersTest.complete("chatcmpl-1", "gpt-5-mini-2026-01-01", cached(null), "default")),

  OPENAI_STREAM(
      "text/event-stream; charset=utf-8",
      "/v1/chat/completions",
      """
      data: {"id":"chatcmpl-1","model":"gpt-5-mini","service_tier":"flex","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

      : keep-alive

      data: {"id":"chatcmpl-1","model":"gpt-5-mini","choices":[{"index":0,"delta":{"content":"First ünd {\\"usage\\":1}"},"finish_reason":null}],"usage":null}

      data: {"id":"chatcmpl-1","model":"gpt-5-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

      data: {"id":"chatcmpl-1","model":"gpt-5-mini","choices":[],"usage":{"prompt_tokens":900,"completion_tokens":40,"total_tokens":940,"prompt_tokens_details":{"cached_tokens":500},"completion_tokens_details":{"reasoning_tokens":12}}}

      data: [DONE]

      """,
      "First",
      "\"choices\":[],",
      AnswersTest.complete("chatcmpl-1", "gpt-5-mini", cached(12L), "flex")),

  GROQ_STREAM(
      "text/event-stream",
      "/openai/v1/chat/completions",
      """
      data: {"id":"c1","model":"llama","x_groq":{"id":"req"},"choices":[{"delta":{"content":"First"},"finish_reason":null}]}

      data: {"id":"c1","model":"llama","choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":900,"completion_tokens":40}}}

      """,
      "First",
      "x_groq\":{\"usage",
      AnswersTest.complete("c1", "llama", ReportedTokens.plain(900L, 40L), null)),

  RESPONSES_STREAM(
      "text/event-stream",
      "/v1/responses",
      """
      event: response.created
      data: {"type":"response.created","response":{"id":"resp_1","model":"gpt-5","status":"in_progress","error":null,"usage":null}}

      event: response.output_text.delta
      data: {"type":"response.output_text.delta","item_id":"msg_1","delta":"First"}

      event: response.incomplete
      data: {"type":"response.incomplete","response":{"id":"resp_1","model":"gpt-5","service_tier":"priority","error":null,"output":[{"id":"msg_1","content":[{"text":"First"}]}],"usage":{"input_tokens":900,"input_tokens_details":{"cached_tokens":500},"output_tokens":40,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":940}}}

      """,
      "First",
      "output_tokens_details",
      AnswersTest.complete("resp_1", "gpt-5", cached(12L), "priority")),

  ANTHROPIC_WHOLE(
      "application/json",
      "/v1/messages",
      """
      {"model": "claude-opus-5", "id": "msg_1", "type": "message", "role": "assistant",
       "content": [{"type": "text", "text": "First"}], "stop_reason": "end_turn",
       "usage": {"input_tokens": 400, "cache_read_input_tokens": 500,
         "cache_creation_input_tokens": 300,
         "cache_creation": {"ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100},
         "output_tokens": 40, "service_tier": "standard"}}
      """,
      null,
      "service_tier",
      AnswersTest.complete("msg_1", "claude-opus-5", exclusive(), "standard")),

  ANTHROPIC_STREAM(
      "text/event-stream; charset=utf-8",
      "/v1/messages",
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","model":"claude-opus-5","content":[],"usage":{"input_tokens":400,"cache_read_input_tokens":500,"cache_creation_input_tokens":300,"cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":100},"output_tokens":1,"service_tier":"standard"}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: ping
      data: {"type": "ping"}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"First"}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":17,"cache_read_input_tokens":null}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":400,"output_tokens":40}}

      event: message_stop
      data: {"type":"message_stop"}

      """,
      "text_delta",
      "{\"type\":\"message_stop",
      AnswersTest.complete("msg_1", "claude-opus-5", exclusive(), "standard")),

  GEMINI_STREAM(
      "text/event-stream",
      "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
      """
      data: {"candidates": [{"content": {"parts": [{"text": ""}],"role": "model"}}],"usageMetadata": {"promptTokenCount": 900},"responseId": "r1"}\r
      \r
      data: {"candidates": [{"content": {"parts": [{"text": "First"}],"role": "model"}}],"usageMetadata": {"promptTokenCount": 900,"candidatesTokenCount": 3}}\r
      \r
      data: {"candidates": [{"content": {"parts": [{"text": "."}]},"finishReason": "STOP"}],"usageMetadata": {"promptTokenCount": 900,"cachedContentTokenCount": 500,"candidatesTokenCount": 28,"thoughtsTokenCount": 12,"totalTokenCount": 940},"modelVersion": "gemini-2.5-pro-002","responseId": "r1"}\r
      \r
      """,
      "\"role\": \"model\"}}],\"usageMetadata\": {\"promptTokenCount\": 900,\"candidatesTokenCount\": 3",
      "modelVersion",
      AnswersTest.complete("r1", "gemini-2.5-pro-002", gemini(), null)),

  GEMINI_LIST(
      "application/json; charset=UTF-8",
      "/v1beta/models/gemini-2.5-pro:streamGenerateContent",
      """
      [{"candidates": [{"content": {"parts": [{"text": "First"}]}}],
        "usageMetadata": {"promptTokenCount": 900}}
      ,
      {"candidates": [{"content": {"parts": [{"text": "."}]}, "finishReason": "STOP"}],
       "usageMetadata": {"promptTokenCount": 900, "cachedContentTokenCount": 500,
         "candidatesTokenCount": 28, "thoughtsTokenCount": 12, "totalTokenCount": 940}}
      ]
      """,
      "{\"promptTokenCount\": 900}",
      "940",
      AnswersTest.complete(null, "gemini-2.5-pro", gemini(), null)),

  OLLAMA_STREAM(
      "application/x-ndjson",
      "/api/chat",
      """
      {"model":"gemma4","message":{"role":"assistant","content":""},"done":false}
      {"model":"gemma4","message":{"role":"assistant","content":"First"},"done":false}
      not json at all " {
      {"model":"gemma4","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":174560334,"prompt_eval_count":900,"eval_count":40}
      """,
      "\"First",
      "eval_count\":40",
      AnswersTest.complete(null, "gemma4", ReportedTokens.plain(900L, 40L), null)),

  OLLAMA_WHOLE(
      "application/json",
      "/api/generate",
      """
      {"model":"gemma4","response":"First","done":true,"prompt_eval_count":900,"eval_count":40}
      """,
      null,
      "eval_count\":40",
      AnswersTest.complete(null, "gemma4", ReportedTokens.plain(900L, 40L), null)),

  OLLAMA_CACHED_PROMPT(
      "application/json",
      "/api/chat",
      """
      {"model":"gemma4","message":{"content":"First"},"done":true,"eval_count":40}
      """,
      null,
      "eval_count\":40",
      AnswersTest.complete(null, "gemma4", ReportedTokens.plain(0L, 40L), null)),

  OLLAMA_EMBEDDING(
      "application/json",
      "/api/embed",
      """
      {"model":"nomic","embeddings":[[0.1,-2e-3,1]],"total_duration":1,"prompt_eval_count":900}
      """,
      null,
      "900",
      AnswersTest.complete(null, "nomic", ReportedTokens.plain(900L, 0L), null)),

  OPENAI_EMBEDDING(
      "application/json",
      "/v1/embeddings",
      """
      {"object":"list","data":[{"embedding":[0.1,0.2]}],"model":"text-embedding-3-small",
       "usage":{"prompt_tokens":900,"total_tokens":900}}
      """,
      null,
      "total_tokens",
      AnswersTest.complete(null, "text-embedding-3-small", ReportedTokens.plain(900L, null), null)),

  BEDROCK_STREAM(
      "application/vnd.amazon.eventstream",
      "/model/eu.anthropic.claude-opus-5-v1%3A0/converse-stream",
      text(
          Frames.joined(
              Frames.event("messageStart", "{\"role\":\"assistant\"}"),
              Frames.event("contentBlockDelta", "{\"delta\":{\"text\":\"First\"},\"p\":\"ab\"}"),
              Frames.event("messageStop", "{\"stopReason\":\"end_turn\"}"),
              Frames.event(
                  "metadata",
                  "{\"usage\":{\"inputTokens\":400,\"outputTokens\":40,\"totalTokens\":1240,"
                      + "\"cacheReadInputTokens\":500,\"cacheWriteInputTokens\":300,"
                      + "\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":100}]},"
                      + "\"metrics\":{\"latencyMs\":812}}"))),
      "First",
      "latencyMs",
      AnswersTest.complete(null, "eu.anthropic.claude-opus-5-v1:0", exclusive(), null)),

  BEDROCK_INVOKE_STREAM(
      "application/vnd.amazon.eventstream",
      "/model/anthropic.claude-opus-5/invoke-with-response-stream",
      text(
          Frames.joined(
              chunk(
                  "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"usage\":"
                      + "{\"input_tokens\":400,\"cache_read_input_tokens\":500,"
                      + "\"cache_creation_input_tokens\":300,\"cache_creation\":"
                      + "{\"ephemeral_5m_input_tokens\":200,\"ephemeral_1h_input_tokens\":100},"
                      + "\"output_tokens\":1}}}"),
              chunk("{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":40}}"),
              chunk("{\"type\":\"message_stop\"}"),
              Frames.event("ending", "{\"bytes\":\"no base64!\"}"))),
      null,
      packed("{\"type\":\"message_stop\"}").substring(0, 12),
      AnswersTest.complete("msg_1", "anthropic.claude-opus-5", exclusive(), null));

  private final String mediaType;
  private final String path;
  private final String body;
  private final @Nullable String firstToken;
  private final String end;
  private final List<Object> expected;

  VendorAnswer(
      String mediaType,
      String path,
      String body,
      @Nullable String firstToken,
      String end,
      List<Object> expected) {
    this.mediaType = mediaType;
    this.path = path;
    this.body = body;
    this.firstToken = firstToken;
    this.end = end;
    this.expected = expected;
  }

  AnswerReader reader() {
    return Answers.reader(mediaType, path);
  }

  byte[] body() {
    return body.getBytes(mediaType.contains("amazon") ? ISO_8859_1 : UTF_8);
  }

  /** Usage, whether complete, whether failed. */
  List<Object> expected() {
    return expected;
  }

  /** Where the first token stands; -1 when there is none. */
  int firstToken() {
    return firstToken == null ? -1 : at(firstToken);
  }

  /** Behind which the answer is complete. */
  int end() {
    return at(end);
  }

  private int at(String text) {
    int place = new String(body(), ISO_8859_1).indexOf(text);
    if (place < 0) {
      throw new AssertionError(name() + " has no " + text);
    }
    return place;
  }

  private static ReportedTokens cached(@Nullable Long reasoning) {
    return new ReportedTokens(
        Accounting.INCLUSIVE, 900L, null, 500L, CacheWrites.NONE, 40L, reasoning, Modalities.NONE);
  }

  private static ReportedTokens exclusive() {
    return new ReportedTokens(
        Accounting.EXCLUSIVE,
        400L,
        null,
        500L,
        new CacheWrites(300L, 200L, 100L),
        40L,
        null,
        Modalities.NONE);
  }

  private static ReportedTokens gemini() {
    Modalities none = new Modalities(0L, 0L, 0L, 0L, 0L, 0L);
    return new ReportedTokens(
        Accounting.INCLUSIVE, 900L, null, 500L, CacheWrites.NONE, 40L, 12L, none);
  }

  private static byte[] chunk(String event) {
    return Frames.event("chunk", "{\"bytes\":\"" + packed(event) + "\"}");
  }

  private static String packed(String event) {
    return Base64.getEncoder().encodeToString(event.getBytes(UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
