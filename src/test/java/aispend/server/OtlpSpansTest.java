// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans of {@code POST /v1/traces} through the front door. */
final class OtlpSpansTest extends OtlpSpansKit {
  @Test
  void spanInJson_isACallWithItsPriceAndPlace() throws Exception {
    assertThat(text(postJson(TRACES, JSON_SPAN))).isEqualTo("200 {\"partialSuccess\":{}}");

    // 600 at $2.50, 400 cached at $1.25, 100 at $10 a million.
    assertThat(cost()).isEqualTo("0.003");
    assertThat(
            List.of(tokens("input"), tokens("cache_read"), tokens("output"), tokens("reasoning")))
        .containsExactly("600", "400", "70", "30");
    assertThat(value("feature")).isEqualTo("checkout");
    assertThat(value("user")).isEqualTo("u-17");
    assertThat(value("environment")).isEqualTo("prod");
    assertThat(value("model")).isEqualTo("gpt-4o-2024-08-06");
    assertThat(samples("aispend_request_duration_seconds_sum", "openai").get(0)).endsWith(" 1.5");
    assertThat(samples("aispend_time_to_first_token_seconds_sum", "openai").get(0))
        .endsWith(" 0.25");
  }

  @Test
  void spanThatIsSentAgainInAnotherEncoding_countsOnce() throws Exception {
    postJson(TRACES, JSON_SPAN);
    postJson(TRACES, JSON_SPAN);
    Span same =
        Span.newBuilder()
            .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
            .setSpanId(ByteString.fromHex("eee19b7ec3c1b174"))
            .setStartTimeUnixNano(1795264440000000000L)
            .setEndTimeUnixNano(1795264441500000000L)
            .addAllAttributes(
                attributes(
                    "gen_ai.operation.name", "chat",
                    "gen_ai.provider.name", "openai",
                    "gen_ai.response.model", "gpt-4o-2024-08-06",
                    "gen_ai.usage.input_tokens", 1000,
                    "gen_ai.usage.output_tokens", 100,
                    "gen_ai.usage.cache_read.input_tokens", 400,
                    "gen_ai.usage.reasoning.output_tokens", 30,
                    "gen_ai.response.time_to_first_chunk", 0.25,
                    "deployment.environment.name", "prod",
                    "added.by.a.collector", "x",
                    "enduser.id", "u-17"))
            .build();

    HttpResponse<byte[]> answer = post(TRACES, request("checkout", same));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    assertThat(ExportTraceServiceResponse.parseFrom(answer.body()))
        .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    assertThat(items("traces", "accepted")).isEqualTo(1);
    assertThat(items("traces", "duplicate")).isEqualTo(2);
    assertThat(cost()).isEqualTo("0.003");
  }

  @Test
  void agentsToolsServersAndOtherSpans_areIgnoredBesideTheirCalls() throws Exception {
    Span call = span(1).build();
    post(
        TRACES,
        request(
            "agent",
            call,
            operation(2, "invoke_agent"),
            operation(3, "execute_tool"),
            operation(4, "invoke_workflow"),
            span(5).setKind(Span.SpanKind.SPAN_KIND_SERVER).build(),
            span(6).setName("claude_code.llm_request").build(),
            span(7).addAllAttributes(attributes("codex.usage.total_tokens", 5)).build(),
            without(span(8).build(), "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"),
            Span.newBuilder().setName("GET /").build()));

    assertThat(items("traces", "accepted")).isEqualTo(1);
    assertThat(items("traces", "ignored")).isEqualTo(8);
    assertThat(items("traces", "rejected")).isZero();
    assertThat(tokens("input")).isEqualTo("100");
  }

  @Test
  void olderNames_areUnderstood() throws Exception {
    Span old =
        without(
                span(1).build(),
                "gen_ai.operation.name",
                "gen_ai.provider.name",
                "gen_ai.response.model",
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.output_tokens")
            .toBuilder()
            .addAllAttributes(
                attributes(
                    "gen_ai.system",
                    "aws.bedrock",
                    "gen_ai.request.model",
                    "amazon.nova-pro",
                    "gen_ai.usage.prompt_tokens",
                    7,
                    "gen_ai.usage.completion_tokens",
                    3))
            .build();

    post(TRACES, request("old", old));

    assertThat(tokens("input")).isEqualTo("7");
    assertThat(tokens("output")).isEqualTo("3");
    assertThat(value("provider")).isEqualTo("bedrock");
  }

  @Test
  void namesOfOurOwn_goBeforeTheConventions() throws Exception {
    Span span =
        span(1)
            .addAllAttributes(
                attributes(
                    "aispend.feature", "search",
                    "aispend.team", "discovery",
                    "aispend.project", "storefront",
                    "aispend.provider", "openai-eu",
                    "gen_ai.agent.name", "planner",
                    "cloud.region", "eu-west-1"))
            .build();

    post(TRACES, request("checkout", span));

    assertThat(
            List.of(
                value("feature"),
                value("team"),
                value("project"),
                value("provider"),
                value("agent"),
                value("region")))
        .containsExactly("search", "discovery", "storefront", "openai-eu", "planner", "eu-west-1");
  }

  @Test
  void vendorThatIsConfiguredOnce_goesByItsName() throws Exception {
    daemon.configured = Map.of("openai", "main");

    post(TRACES, request("checkout", span(1).build()));

    assertThat(value("provider")).isEqualTo("main");
  }

  @Test
  void failedCallWithoutUsage_isACallThatCostNothing() throws Exception {
    Span failed =
        without(span(1).build(), "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
            .toBuilder()
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .build();

    post(TRACES, request("checkout", failed));

    assertThat(samples("aispend_requests_total", "outcome=\"error\"").get(0)).endsWith(" 1");
    assertThat(cost()).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gen_ai.usage.input_tokens | -1 | gen_ai.usage.input_tokens is -1; must be a whole number",
        "gen_ai.usage.input_tokens | 1.5 | gen_ai.usage.input_tokens is 1.5; must be a whole",
        "gen_ai.usage.input_tokens | 9223372036854775808 | must be a whole number of tokens",
        "gen_ai.usage.output_tokens | 1000000000001 | from 0 to 1000000000000",
        "gen_ai.usage.output_tokens | many | gen_ai.usage.output_tokens is many; must be",
        "gen_ai.usage.cache_read.input_tokens | 101 | must be a part of gen_ai.usage.input_tokens",
        "gen_ai.usage.reasoning.output_tokens | 11 | of which 10 are left",
        "gen_ai.provider.name | '' | gen_ai.provider.name is missing",
        "gen_ai.response.model | '' | gen_ai.response.model is missing",
      })
  void attributeThatCannotBeRight_isNamedAndTheOthersAreKept(
      String key, String value, String problem) throws Exception {
    Span bad =
        without(span(1).build(), key).toBuilder().addAllAttributes(attributes(key, value)).build();

    HttpResponse<byte[]> answer = post(TRACES, request("checkout", bad, span(2).build()));

    ExportTraceServiceResponse told = ExportTraceServiceResponse.parseFrom(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(told.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(told.getPartialSuccess().getErrorMessage()).contains(problem);
    assertThat(tokens("input")).isEqualTo("100");
  }

  @Test
  void timesAndIdsThatCannotBeRight_areNamed() throws Exception {
    assertThat(problem(span(1).setStartTimeUnixNano(0)))
        .contains("start_time_unix_nano is missing");
    assertThat(problem(span(1).setStartTimeUnixNano(nanos("12:45:00"))))
        .contains("ahead of the daemon's clock");
    assertThat(problem(span(1).setStartTimeUnixNano(17))).contains("in this century");
    assertThat(problem(span(1).setStartTimeUnixNano(-1))).contains("ahead of the daemon's clock");
    assertThat(problem(span(1).setTraceId(ByteString.copyFrom(new byte[16]))))
        .contains("trace_id is 00");
    assertThat(problem(span(1).setSpanId(ByteString.copyFrom(new byte[7])))).contains("span_id is");
    assertThat(items("traces", "rejected")).isEqualTo(6);
  }

  private String problem(Span.Builder span) throws Exception {
    HttpResponse<byte[]> answer = post(TRACES, request("checkout", span.build()));
    return ExportTraceServiceResponse.parseFrom(answer.body())
        .getPartialSuccess()
        .getErrorMessage();
  }

  private String value(String dimension) throws Exception {
    return get("/api/costs/by/" + dimension + "?source=otlp").at("/rows/0/value").asText();
  }

  private static Span operation(int id, String operation) {
    return without(span(id).build(), "gen_ai.operation.name").toBuilder()
        .addAllAttributes(attributes("gen_ai.operation.name", operation))
        .build();
  }
}
