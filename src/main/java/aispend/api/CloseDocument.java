// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How {@code POST /api/months/close} stands in the OpenAPI document; the server answers it. */
final class CloseDocument {
  static final String PATH = "/api/months/close";

  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> MONTH =
      Map.of("type", "string", "pattern", "^[0-9]{4}-[0-9]{2}$", "example", "2026-10");
  private static final Map<String, Object> TIME = Map.of("type", "string", "format", "date-time");

  private CloseDocument() {}

  static Map<String, Object> operation() {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", "Freezes a UTC month that has ended; it is never opened again.");
    operation.put("operationId", "close_month");
    operation.put(
        "requestBody",
        Map.of(
            "required", true, "content", Map.of("application/json", Map.of("schema", request()))));
    operation.put("responses", responses());
    return operation;
  }

  private static Map<String, Object> request() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("month", MONTH);
    fields.put("tenant", TEXT);
    fields.put("reason", Map.of("type", "string", "maxLength", 200));
    return object(List.of("month"), fields);
  }

  private static Map<String, Object> responses() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("month", MONTH);
    fields.put("tenant", TEXT);
    fields.put("closed_at", TIME);
    fields.put("closed_by", TEXT);
    fields.put("reason", TEXT);
    fields.put("fresh", Map.of("type", "boolean"));
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(
        "200",
        OpenApi.content(
            "The month is closed; fresh is false when it was before, which changed nothing.",
            object(List.copyOf(fields.keySet()), fields)));
    responses.put("400", OpenApi.error("A member that cannot be used, and what is allowed."));
    responses.put("401", OpenApi.error("A token is needed."));
    responses.put("403", OpenApi.error("The token is no admin's, or a tenant's."));
    responses.put("409", OpenApi.error("The month has not ended, or is not settled."));
    responses.put("415", OpenApi.error("Another media type than application/json."));
    responses.put("503", OpenApi.error("The ledger cannot be written now, or the daemon stops."));
    return responses;
  }

  private static Map<String, Object> object(List<String> required, Map<String, Object> fields) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("required", required);
    schema.put("properties", fields);
    schema.put("additionalProperties", false);
    return schema;
  }
}
