// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application's calls to a vendor, and what the daemon hears of them. */
class TrackingInterceptorTest extends TrackedCalls {
  private static final String FIRST =
      "data: {\"model\":\"gpt-5-mini\",\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n";
  private static final String REST =
      """
      data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}

      data: [DONE]

      """;

  @Test
  void wholeAnswer_passesUntouchedAndIsTold() throws Exception {
    vendor.enqueue(json(200, WHOLE));
    daemon.enqueue(taken());

    try (Response response = call(chat().header("X-AISpend-User", "u-17").build())) {
      assertThat(response.body().string()).isEqualTo(WHOLE);
    }

    RecordedRequest asked = vendor.takeRequest();
    assertThat(asked.getHeaders().names()).noneMatch(name -> name.startsWith("X-AISpend"));
    assertThat(asked.getBody().utf8()).isEqualTo("{\"model\":\"gpt-5-mini\"}");
    assertThat(asked.getHeaders().get("Content-Length")).isEqualTo("22");
    JsonNode event = event();
    assertThat(event.path("event_id").asText()).hasSize(36);
    assertThat(event.path("timestamp").asText()).isEqualTo("2026-11-21T12:34:56Z");
    assertThat(event.path("event_type").asText()).isEqualTo("llm_call");
    assertThat(event.path("provider").asText()).isEqualTo("openai-eu");
    assertThat(event.path("model").asText()).isEqualTo("gpt-5-mini-2026-01-01");
    assertThat(event.path("status").asText()).isEqualTo("ok");
    assertThat(event.path("feature").asText()).as("of the builder").isEqualTo("search");
    assertThat(event.path("team").asText()).as("of the tag").isEqualTo("discovery");
    assertThat(event.path("user_id").asText()).as("of the header").isEqualTo("u-17");
    assertThat(event.path("latency_ms").asLong(-1)).isNotNegative();
    assertThat(event.has("ttft_ms")).isFalse();
    assertThat(event.path("usage"))
        .isEqualTo(
            JSON.readTree(
                "{\"prompt_tokens\":900,\"completion_tokens\":40,\"service_tier\":\"flex\"}"));
    assertThat(event.at("/metadata/response_id").asText()).isEqualTo("chatcmpl-1");
  }

  @Test
  void stream_isReadableAsItComesAndToldAtItsEnd() throws Exception {
    vendor.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(FIRST + REST)
            .throttleBody(FIRST.length(), 300, TimeUnit.MILLISECONDS)
            .build());
    daemon.enqueue(taken());

    try (Response response = call(chat().build())) {
      BufferedSource body = response.body().source();
      assertThat(body.readUtf8(FIRST.length())).isEqualTo(FIRST);
      assertThat(body.getBuffer().size()).as("not read ahead").isZero();
      assertThat(daemon.getRequestCount()).isZero();
      assertThat(body.readUtf8()).isEqualTo(REST);
    }

    JsonNode event = event();
    assertThat(event.path("status").asText()).isEqualTo("ok");
    assertThat(event.at("/usage/prompt_tokens").asInt()).isEqualTo(9);
    assertThat(event.path("ttft_ms").asLong(-1))
        .isBetween(0L, event.path("latency_ms").asLong() - 100);
  }

  @Test
  void streamThatIsClosedEarly_isAborted() throws Exception {
    vendor.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(FIRST + REST)
            .throttleBody(FIRST.length(), 1, TimeUnit.MINUTES)
            .build());
    daemon.enqueue(taken());

    try (Response response = call(chat().build())) {
      response.body().source().readUtf8(FIRST.length());
    }

    JsonNode event = event();
    assertThat(event.path("status").asText()).isEqualTo("aborted");
    assertThat(event.path("model").asText()).isEqualTo("gpt-5-mini");
    assertThat(event.has("usage")).isFalse();
  }

  @Test
  void streamClosedAtItsOwnEnd_isOk() throws Exception {
    vendor.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(FIRST + REST + ": trailing\n")
            .throttleBody(FIRST.length() + REST.length(), 1, TimeUnit.MINUTES)
            .build());
    daemon.enqueue(taken());

    try (Response response = call(chat().build())) {
      response.body().source().readUtf8(FIRST.length() + REST.length());
    }

    assertThat(event().path("status").asText()).isEqualTo("ok");
  }

  @Test
  void refusedCall_isAnErrorOfTheModelThatWasAsked() throws Exception {
    vendor.enqueue(json(429, "{\"error\": {\"message\": \"slow down\"}}"));
    daemon.enqueue(taken());

    try (Response response = call(chat().build())) {
      assertThat(response.code()).isEqualTo(429);
      assertThat(response.body().string()).contains("slow down");
    }

    JsonNode event = event();
    assertThat(event.path("status").asText()).isEqualTo("error");
    assertThat(event.path("model").asText()).isEqualTo("gpt-5-mini");
  }

  @Test
  void brokenConnection_isThrownOnAndTold() throws Exception {
    vendor.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(FIRST + REST)
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    daemon.enqueue(taken());

    try (Response response = call(chat().build())) {
      assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
    }

    assertThat(event().path("status").asText()).isEqualTo("error");
  }

  @Test
  void vendorThatCannotBeReached_isThrownOnAndTold() throws Exception {
    Request request = chat().build();
    vendor.close();
    daemon.enqueue(taken());

    assertThatThrownBy(() -> call(request)).isInstanceOf(IOException.class);

    assertThat(event().path("status").asText()).isEqualTo("error");
  }

  @Test
  void packedAnswer_isUnpackedForBoth() throws Exception {
    Buffer packed = new Buffer();
    try (okio.BufferedSink sink = Okio.buffer(new GzipSink(packed))) {
      sink.writeUtf8(WHOLE);
    }
    vendor.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .addHeader("Content-Encoding", "gzip")
            .body(packed)
            .build());
    daemon.enqueue(taken());

    try (Response response = call(chat().build())) {
      assertThat(response.body().string()).isEqualTo(WHOLE);
    }

    assertThat(event().at("/usage/prompt_tokens").asInt()).isEqualTo(900);
  }

  @ParameterizedTest
  @CsvSource({"GET,/v1/models", "POST,/v1/files", "POST,/v1/messages/count_tokens"})
  void callThatRunsNoModel_passesAndIsNotTold(String method, String path) throws Exception {
    vendor.enqueue(json(200, "{}"));
    RequestBody body = method.equals("POST") ? RequestBody.create(new byte[0]) : null;

    call(new Request.Builder().url(vendor.url(path)).method(method, body).build()).close();

    interceptor.close();
    assertThat(daemon.getRequestCount()).isZero();
  }
}
