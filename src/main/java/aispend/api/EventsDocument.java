// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How {@code POST /api/events} stands in the OpenAPI document; the server answers it. */
final class EventsDocument {
  static final String PATH = "/api/events";

  private static final Map<String, Object> TEXT = Map.of("type", "string", "maxLength", 200);
  private static final Map<String, Object> COUNT = Map.of("type", "integer", "minimum", 0);
  private static final Map<String, Object> MILLIS = Map.of("type", "number", "minimum", 0);

  private EventsDocument() {}

  static Map<String, Object> operation() {
    Map<String, Object> event = event();
    Map<String, Object> oneOrMany =
        Map.of("oneOf", List.of(event, Map.of("type", "array", "items", event)));
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", "Takes calls as applications tell them; each counts once.");
    operation.put("operationId", "send_events");
    operation.put(
        "requestBody",
        Map.of(
            "required",
            true,
            "description",
            "One event, an array, or one a line; may be packed with Content-Encoding: gzip.",
            "content",
            Map.of(
                "application/json",
                Map.of("schema", oneOrMany),
                "application/x-ndjson",
                Map.of("schema", event))));
    operation.put("responses", responses());
    return operation;
  }

  private static Map<String, Object> responses() {
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(
        "200", OpenApi.content("What is good is durable; what is bad is named.", answer()));
    responses.put("400", OpenApi.error("Not JSON."));
    responses.put("401", OpenApi.error("A token is needed."));
    responses.put("403", OpenApi.error("The token's role may not write."));
    responses.put("413", OpenApi.error("Too many bytes or events."));
    responses.put("415", OpenApi.error("Another media type or encoding."));
    responses.put("422", OpenApi.content("Every event was rejected.", answer()));
    responses.put("429", OpenApi.error("Too many bodies at once; see Retry-After."));
    responses.put("503", OpenApi.error("The ledger cannot be written now, or the daemon stops."));
    return responses;
  }

  private static Map<String, Object> event() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event_id", TEXT);
    fields.put("timestamp", Map.of("type", "string", "format", "date-time"));
    fields.put("provider", TEXT);
    fields.put("model", TEXT);
    fields.put(
        "event_type", oneOf("llm_call", "embedding", "tool_call", "image", "audio", "other"));
    for (String tokens :
        List.of(
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens")) {
      fields.put(tokens, COUNT);
    }
    fields.put("cost_usd", Map.of("type", List.of("string", "number")));
    fields.put(
        "units",
        Map.of(
            "type", "object", "additionalProperties", Map.of("type", List.of("string", "number"))));
    fields.put("latency_ms", MILLIS);
    fields.put("ttft_ms", MILLIS);
    fields.put("status", oneOf("ok", "error", "aborted"));
    for (String text :
        List.of(
            "fallback_from",
            "user_id",
            "project_id",
            "feature",
            "team",
            "agent_id",
            "region",
            "environment",
            "api_key_id",
            "trace_id",
            "request_hash")) {
      fields.put(text, TEXT);
    }
    fields.put("metadata", Map.of("type", "object", "additionalProperties", TEXT));
    return object(List.of("event_id", "timestamp", "provider", "model"), fields);
  }

  private static Map<String, Object> answer() {
    Map<String, Object> rejected = new LinkedHashMap<>();
    rejected.put("index", COUNT);
    rejected.put("event_id", Map.of("type", List.of("string", "null")));
    rejected.put("field", Map.of("type", "string"));
    rejected.put("error", Map.of("type", "string"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("accepted", COUNT);
    answer.put("duplicates", COUNT);
    answer.put(
        "rejected", Map.of("type", "array", "items", object(List.of("index", "error"), rejected)));
    return object(List.of("accepted", "duplicates", "rejected"), answer);
  }

  private static Map<String, Object> oneOf(String... values) {
    return Map.of("type", "string", "enum", List.of(values));
  }

  private static Map<String, Object> object(List<String> required, Map<String, Object> fields) {
    return Map.of("type", "object", "required", required, "properties", fields);
  }
}
