// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Sends events to a daemon as packed lines. */
final class EventSender {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * A sender.
   *
   * @param daemon base URL of the daemon
   */
  EventSender(URI daemon) {
    this.address = daemon.resolve("/api/events");
  }

  /**
   * Sends once.
   *
   * @return the places of events that the daemon refused; all others are kept there
   * @throws IOException when the daemon is not there or does not keep events now
   */
  Set<Integer> send(List<AppEvent> events) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .header("Content-Type", "application/x-ndjson")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(packed(events)))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200 && response.statusCode() != 422) {
      throw new IOException("the daemon answered " + response.statusCode());
    }
    Set<Integer> refused = new HashSet<>();
    for (JsonNode row : Json.MAPPER.readTree(response.body()).path("rejected")) {
      refused.add(row.path("index").asInt());
    }
    return refused;
  }

  private static byte[] packed(List<AppEvent> events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (AppEvent event : events) {
        out.write((event.json() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
