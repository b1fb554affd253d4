// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.ConfigReader;
import aispend.poll.Poller;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quota of each model, on the daemon: vendors answer with another name than was asked for. */
final class ProxyQuotaTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void spentQuotaOfTheAnsweredName_stopsCallsForItsAlias(@TempDir Path folder) throws Exception {
    try (MockWebServer vendor = new MockWebServer()) {
      vendor.setDispatcher(Snapshot.VENDOR);
      vendor.start();
      Path file =
          Files.writeString(
              folder.resolve("aispend.toml"),
              configuration(folder, freePort(), vendor.url("/").toString()));
      ConfigReader reader = new ConfigReader(Accounts.knownTypes(), Poller::cronProblem, Map.of());
      try (App app = new App(reader.read(file), file, reader, Clock.systemUTC())) {
        app.start();
        assertThat(ask(app, "gpt-4o").statusCode()).isEqualTo(200);

        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(ask(app, "gpt-4o").body())
                        .contains("the budget \\\"models/gpt-4o-2024-08-06\\\" is spent"));
        assertThat(ask(app, "gpt-4o-2024-08-06").statusCode()).isEqualTo(429);
        assertThat(ask(app, "gpt-4o-mini").statusCode()).isEqualTo(200);
      }
    }
  }

  /** Answers every call as the dated snapshot of gpt-4o, for 2.50 dollars. */
  private static final class Snapshot extends Dispatcher {
    static final Snapshot VENDOR = new Snapshot();

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return new MockResponse.Builder()
          .addHeader("Content-Type", "application/json")
          .body(
              "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-2024-08-06\","
                  + "\"choices\":[],\"usage\":{\"prompt_tokens\":1000000,"
                  + "\"completion_tokens\":0,\"total_tokens\":1000000}}")
          .build();
    }
  }

  private HttpResponse<String> ask(App app, String model) throws Exception {
    return client.send(
        HttpRequest.newBuilder(app.url().resolve("/proxy/openai/v1/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String configuration(Path folder, int port, String vendor) {
    return """
        [server]
        listen = "127.0.0.1:%d"
        [ledger]
        url = "jdbc:sqlite:%s"
        [[proxy.upstream]]
        name = "openai"
        base_url = "%s"
        [[budget]]
        name = "models"
        per = "model"
        limit_usd = "2"
        action = "block"
        """
        .formatted(port, folder.resolve("ledger.db"), URI.create(vendor));
  }
}
