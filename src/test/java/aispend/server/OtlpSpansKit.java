// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;

/** Spans as exporters send them. */
abstract class OtlpSpansKit extends OtlpKit {
  static final String TRACES = "/v1/traces";

  /** As an exporter of JavaScript writes it. */
  static final String JSON_SPAN =
      """
      {"resourceSpans": [{"resource": {"attributes": [
          {"key": "service.name", "value": {"stringValue": "checkout"}},
          {"key": "deployment.environment.name", "value": {"stringValue": "prod"}}],
          "droppedAttributesCount": 0},
        "scopeSpans": [{"scope": {"name": "openai", "version": "1"}, "spans": [
          {"traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "eee19b7ec3c1b174",
           "parentSpanId": "eee19b7ec3c1b173", "name": "chat gpt-4o", "kind": 3, "flags": 257,
           "startTimeUnixNano": "1795264440000000000", "endTimeUnixNano": "1795264441500000000",
           "attributes": [
             {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
             {"key": "gen_ai.provider.name", "value": {"stringValue": "openai"}},
             {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o"}},
             {"key": "gen_ai.response.model", "value": {"stringValue": "gpt-4o-2024-08-06"}},
             {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1000"}},
             {"key": "gen_ai.usage.output_tokens", "value": {"intValue": 100}},
             {"key": "gen_ai.usage.cache_read.input_tokens", "value": {"intValue": "400"}},
             {"key": "gen_ai.usage.reasoning.output_tokens", "value": {"intValue": "30"}},
             {"key": "gen_ai.response.time_to_first_chunk", "value": {"doubleValue": 0.25}},
             {"key": "enduser.id", "value": {"stringValue": "u-17"}},
             {"key": "tags", "value": {"arrayValue": {"values": [{"boolValue": true}]}}}],
           "status": {"code": 0}, "events": [], "links": [], "newField": {"a": [1]}}]}]}]}
      """;

  static Span.Builder span(int id) {
    return Span.newBuilder()
        .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
        .setSpanId(ByteString.fromHex("%016x".formatted(id)))
        .setName("chat gpt-4o")
        .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
        .setStartTimeUnixNano(nanos("12:30:00"))
        .setEndTimeUnixNano(nanos("12:30:02"))
        .addAllAttributes(
            attributes(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", "openai",
                "gen_ai.response.model", "gpt-4o",
                "gen_ai.usage.input_tokens", 100,
                "gen_ai.usage.output_tokens", 10));
  }

  static Span without(Span span, String... keys) {
    Span.Builder changed = span.toBuilder().clearAttributes();
    List<String> left = new ArrayList<>(List.of(keys));
    span.getAttributesList().stream()
        .filter(entry -> !left.contains(entry.getKey()))
        .forEach(changed::addAttributes);
    return changed.build();
  }

  static ExportTraceServiceRequest request(String service, Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAllAttributes(attributes("service.name", service)))
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build();
  }
}
