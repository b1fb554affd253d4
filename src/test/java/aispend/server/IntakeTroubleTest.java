// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged is kept: on a full disk, and while the server stops. */
@Timeout(120)
class IntakeTroubleTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PAGE_BYTES = 4_096;

  @TempDir private Path folder;

  @Test
  void fullDisk_is503AndNothingIsAcknowledgedUntilThereIsSpace() throws Exception {
    String large = batch("large", 2_000);
    new Daemon(folder).close();
    long pages = Files.size(folder.resolve("ledger.db")) / PAGE_BYTES;
    try (Daemon full = new Daemon(folder, "?max_page_count=" + (pages + 20))) {
      started(full);
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer = post(full, large);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body()).contains("nothing was acknowledged").contains("full");
      }
      assertThat(spent(full)).isEqualTo("0");
      assertThat(post(full, batch("small", 1)).statusCode()).as("what does fit").isEqualTo(200);
    }
    try (Daemon roomy = new Daemon(folder)) {
      started(roomy);
      assertThat(post(roomy, large).body()).contains("\"accepted\":2000,\"duplicates\":0");
      assertThat(spent(roomy)).isEqualTo("20.01");
    }
  }

  @Test
  void stopUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicBoolean stopped = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    try (Daemon daemon = new Daemon(folder)) {
      started(daemon);
      for (int i = 0; i < 16; i++) {
        senders.add(sender(daemon, "s" + i, acknowledged, stopped));
      }
      await().until(() -> acknowledged.size() > 200);

      assertThat(daemon.server().stop(Duration.ofSeconds(20))).as("drained").isTrue();

      stopped.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
    }
    try (Daemon again = new Daemon(folder)) {
      started(again);
      String all =
          "["
              + String.join(",", acknowledged.stream().map(IntakeTroubleTest::event).toList())
              + "]";
      assertThat(post(again, all).body())
          .contains("\"accepted\":0,\"duplicates\":" + acknowledged.size() + ",");
    }
  }

  private static Thread sender(
      Daemon daemon, String name, Set<String> acknowledged, AtomicBoolean stopped) {
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; !stopped.get(); i++) {
                String id = name + "-" + i;
                if (isAcknowledged(daemon, id)) {
                  acknowledged.add(id);
                }
              }
            });
    sender.start();
    return sender;
  }

  /** No answer is no acknowledgement. */
  private static boolean isAcknowledged(Daemon daemon, String id) {
    try {
      return post(daemon, event(id)).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (IllegalStateException | InterruptedException e) {
      return false;
    }
  }

  private static void started(Daemon daemon) throws IOException {
    daemon.start(new ServerSettings("127.0.0.1", 0, 4 << 20, null, List.of()), false);
  }

  private static HttpResponse<String> post(Daemon daemon, String body)
      throws IOException, InterruptedException {
    return daemon.send("POST", "/api/events", body, "Content-Type", "application/json");
  }

  private static String spent(Daemon daemon) throws IOException, InterruptedException {
    return JSON.readTree(daemon.get("/api/costs/summary").body()).path("cost_usd").asText();
  }

  private static String batch(String name, int events) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      all.add(event(name + i));
    }
    return "[" + String.join(",", all) + "]";
  }

  private static String event(String id) {
    return """
        {"event_id": "%s", "timestamp": "2026-11-21T12:34:00Z", "provider": "bedrock",
         "model": "nova", "cost_usd": "0.01"}
        """
        .formatted(id);
  }
}
