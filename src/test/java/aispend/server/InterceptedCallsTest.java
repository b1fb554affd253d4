// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.proxy.CallAttribution;
import aispend.proxy.TrackingInterceptor;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of {@code docs/interceptor.md}, with a real daemon behind it. */
class InterceptedCallsTest {
  @TempDir private Path folder;

  @Test
  void callThroughTheInterceptor_isPricedAndAttributedByTheDaemon() throws Exception {
    try (Daemon daemon = new Daemon(folder);
        MockWebServer vendor = new MockWebServer()) {
      daemon.start(new ServerSettings("127.0.0.1", 0, 4 << 20, null, List.of()), false);
      vendor.start();
      vendor.enqueue(
          new MockResponse.Builder()
              .addHeader("Content-Type", "application/json")
              .body(
                  "{\"id\":\"msg_1\",\"model\":\"claude-haiku-4-5\",\"usage\":{\"input_tokens\":400,"
                      + "\"cache_read_input_tokens\":500,\"output_tokens\":40}}")
              .build());

      call("http://127.0.0.1:" + daemon.server().port(), vendor, daemon);

      assertThat(
              JsonMapper.builder()
                  .build()
                  .readTree(daemon.get("/api/costs/by/feature?source=events").body())
                  .at("/rows"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.path("value").asText()).isEqualTo("search");
                assertThat(row.path("cost_usd").asText()).isEqualTo("0.00065");
              });
    }
  }

  private static void call(String aispend, MockWebServer vendor, Daemon daemon) throws Exception {
    try (TrackingInterceptor tracking =
        TrackingInterceptor.to(aispend, daemon.clock)
            .attribution(CallAttribution.NONE.feature("search").environment("production"))
            .provider(vendor.getHostName(), "anthropic")
            .build()) {
      OkHttpClient client = new OkHttpClient.Builder().addInterceptor(tracking).build();
      Request request =
          new Request.Builder()
              .url(vendor.url("/v1/messages"))
              .tag(CallAttribution.class, CallAttribution.NONE.user("u-17"))
              .post(RequestBody.create("{}", MediaType.get("application/json")))
              .build();
      try (Response response = client.newCall(request).execute()) {
        assertThat(response.body().string()).contains("msg_1");
      }
    }
  }

  @Test
  void example_usesWhatThereIs() throws Exception {
    String page = Files.readString(Path.of("docs/interceptor.md"));

    assertThat(page)
        .contains("TrackingInterceptor.to(", "CallAttribution.NONE", ".addInterceptor(tracking)")
        .contains(".tag(CallAttribution.class, CallAttribution.NONE.user(");
  }
}
