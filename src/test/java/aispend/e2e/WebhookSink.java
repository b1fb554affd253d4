// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** Takes what Alertmanager sends to a webhook. */
final class WebhookSink implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MockWebServer server = new MockWebServer();
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  WebhookSink() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (refusing) {
              // Alertmanager would try again for minutes after a 500 before it counts a failure.
              return new MockResponse.Builder().code(400).build();
            }
            messages.add(parse(request));
            return new MockResponse.Builder().code(200).build();
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort() + "/page";
  }

  /** Whether messages are answered with an error and lost. */
  void refuse(boolean whether) {
    refusing = whether;
  }

  /** Messages about an alert while it fires. */
  List<JsonNode> firing(String alert) {
    return messages.stream()
        .filter(message -> message.path("status").asText().equals("firing"))
        .filter(message -> message.path("commonLabels").path("alertname").asText().equals(alert))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private static JsonNode parse(RecordedRequest request) {
    ByteString body = request.getBody();
    try {
      return JSON.readTree(body == null ? "{}" : body.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
