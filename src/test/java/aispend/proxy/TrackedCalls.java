// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.MutableClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An application whose calls to a vendor are told to a daemon; both are stand-ins. */
abstract class TrackedCalls {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String WHOLE =
      """
      {"id": "chatcmpl-1", "model": "gpt-5-mini-2026-01-01", "service_tier": "flex",
       "choices": [{"message": {"content": "Hello"}}],
       "usage": {"prompt_tokens": 900, "completion_tokens": 40}}
      """;

  final MockWebServer vendor = new MockWebServer();
  final MockWebServer daemon = new MockWebServer();
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  TrackingInterceptor interceptor;
  private OkHttpClient client;

  @BeforeEach
  void start() throws IOException {
    vendor.start();
    daemon.start();
    use(builder());
  }

  @AfterEach
  void close() {
    interceptor.close();
    vendor.close();
    daemon.close();
  }

  TrackingInterceptor.Builder builder() {
    return TrackingInterceptor.to(daemon.url("/").toString(), clock)
        .token("w")
        .attribution(CallAttribution.NONE.feature("search").user("nobody"))
        .provider(vendor.getHostName(), "openai-eu");
  }

  final void use(TrackingInterceptor.Builder builder) {
    interceptor = builder.build();
    client =
        new OkHttpClient.Builder()
            .addInterceptor(interceptor)
            .retryOnConnectionFailure(false)
            .build();
  }

  Response call(Request request) throws IOException {
    return client.newCall(request).execute();
  }

  Request.Builder chat() {
    return new Request.Builder()
        .url(vendor.url("/v1/chat/completions"))
        .tag(CallAttribution.class, CallAttribution.NONE.team("discovery").user("of-the-tag"))
        .post(RequestBody.create("{\"model\":\"gpt-5-mini\"}", MediaType.get("application/json")));
  }

  /** The only event of the next batch. */
  JsonNode event() throws Exception {
    RecordedRequest batch = daemon.takeRequest(20, TimeUnit.SECONDS);
    assertThat(batch).isNotNull();
    assertThat(batch.getTarget()).isEqualTo("/api/events");
    assertThat(batch.getHeaders().get("Content-Type")).startsWith("application/x-ndjson");
    return JSON.readTree(batch.getBody().utf8());
  }

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  static MockResponse taken() {
    return new MockResponse.Builder()
        .body("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}")
        .build();
  }
}
