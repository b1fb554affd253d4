// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.OtlpConfig;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole requests to {@code /v1/traces} and {@code /v1/logs}, taken or refused. */
final class OtlpRequestsTest extends OtlpSpansKit {
  @Test
  void partialSuccessInJson_hasItsCountAsText() throws Exception {
    String answer = text(postJson(TRACES, JSON_SPAN.replace("\"1000\"", "\"-1\"")));

    assertThat(answer)
        .startsWith(
            "200 {\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"gen_ai.us");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"resourceSpans\": 7}                     | resourceSpans must be an array",
        "{\"resourceSpans\": [7]}                   | a ResourceSpans must be a JSON object",
        "[]                                         | must be a JSON object",
        "{\"resourceSpans\": [                      | the body is not JSON",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]} | traceId cannot",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":\"CHAT\"}]}]}]} | kind cannot be",
      })
  void bodyThatIsNoRequest_is400WithItsReason(String body, String reason) throws Exception {
    HttpResponse<byte[]> answer = postJson(TRACES, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).at("/message").asText()).contains(reason);
    assertThat(JSON.readTree(answer.body()).at("/code").asInt()).isEqualTo(3);
  }

  @Test
  void otherBodies_areRefused() throws Exception {
    byte[] garbage = {(byte) 0xff, 1, 2, 3};
    assertThat(post(TRACES, garbage, PROTOBUF).statusCode()).isEqualTo(400);
    assertThat(post(TRACES, garbage, "text/plain").statusCode()).isEqualTo(415);
    assertThat(post(TRACES, garbage, PROTOBUF, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    byte[] bomb = packed(new byte[5 << 20]);
    assertThat(post(TRACES, bomb, PROTOBUF, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(413);
    assertThat(post(TRACES, new byte[0], PROTOBUF).statusCode()).as("nothing").isEqualTo(200);
    String deep = "{\"arrayValue\":{\"values\":[".repeat(200);
    assertThat(
            postJson(
                    TRACES, "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"value\":" + deep)
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void packedSpans_areTaken() throws Exception {
    byte[] body = packed(request("checkout", span(1).build()).toByteArray());

    assertThat(post(TRACES, body, PROTOBUF, "Content-Encoding", "gzip").statusCode())
        .isEqualTo(200);
    assertThat(tokens("input")).isEqualTo("100");
  }

  @Test
  void ledgerThatCannotBeWritten_is503() throws Exception {
    daemon.ledger.close();

    HttpResponse<byte[]> answer = post(TRACES, request("checkout", span(1).build()));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
  }

  @Test
  void configuration_saysWhetherSpansAreTaken() throws Exception {
    daemon.otlpConfig =
        new OtlpConfig(true, OtlpConfig.Signal.METRICS, OtlpConfig.ClaudeCodeCost.TOLD);
    post(TRACES, request("checkout", span(1).build()));
    assertThat(items("traces", "ignored")).isEqualTo(1);

    daemon.otlpConfig =
        new OtlpConfig(false, OtlpConfig.Signal.SPANS, OtlpConfig.ClaudeCodeCost.TOLD);
    assertThat(post(TRACES, request("checkout", span(1).build())).statusCode()).isEqualTo(404);
  }

  @Test
  void logs_areTakenAndLeft() throws Exception {
    assertThat(text(postJson("/v1/logs", "{\"resourceLogs\":[]}")))
        .isEqualTo("200 {\"partialSuccess\":{}}");
    assertThat(text(post("/v1/logs", new byte[] {1}, PROTOBUF))).isEqualTo("200 ");
  }

  @Test
  void tokens_sayWhoMaySend() throws Exception {
    daemon.close();
    daemon = new Daemon(folder.resolve("other"));
    daemon.start(Daemon.token("app", "w", Role.WRITE), Daemon.token("board", "r", Role.READ));
    byte[] body = request("checkout", span(1).build()).toByteArray();

    assertThat(post(TRACES, body, PROTOBUF).statusCode()).isEqualTo(401);
    assertThat(post(TRACES, body, PROTOBUF, "Authorization", "Bearer r").statusCode())
        .isEqualTo(403);
    assertThat(post(TRACES, body, PROTOBUF, "Authorization", "Bearer w").statusCode())
        .isEqualTo(200);
  }

  private static byte[] packed(byte[] body) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }
}
