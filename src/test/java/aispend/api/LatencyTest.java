// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.ledger.Event;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Sender;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

  @TempDir private Path folder;
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void percentiles_areOfAllCallsOverHoursAndTransactions() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      String at = "2026-11-21T" + (i % 2 == 0 ? "11" : "12") + ":00:00Z";
      events.add(new Call("e" + i, at).took(i * 100L, i <= 3 ? 60L : null).event());
    }
    ledger.appendEvents(events.subList(0, 30), NOW);
    ledger.appendEvents(events.subList(20, 100), NOW);
    keep(
        new Call("other", "2026-11-21T12:00:00Z").of(Dimension.MODEL, "micro").took(3L, null),
        new Call("silent", "2026-11-21T12:00:00Z").of(Dimension.MODEL, "mute"),
        new Call("old", "2026-11-21T10:59:59Z").took(9_000_000L, 9_000_000L));

    JsonNode answer = get("hours", "2");

    assertThat(answer.get("relative_error").asDouble()).isEqualTo(0.015625);
    JsonNode nova = answer.at("/models/0");
    assertThat(nova.at("/latency_ms/count").asLong()).isEqualTo(100);
    assertWithin(nova.at("/latency_ms/p50"), 5_000);
    assertWithin(nova.at("/latency_ms/p95"), 9_500);
    assertWithin(nova.at("/latency_ms/p99"), 9_900);
    assertThat(nova.get("ttft_ms").toString())
        .isEqualTo("{\"count\":3,\"p50\":60,\"p95\":60,\"p99\":60}");
    assertThat(answer.at("/models/1").toString())
        .isEqualTo(
            "{\"provider\":\"bedrock\",\"model\":\"micro\","
                + "\"latency_ms\":{\"count\":1,\"p50\":3,\"p95\":3,\"p99\":3},"
                + "\"ttft_ms\":{\"count\":0,\"p50\":null,\"p95\":null,\"p99\":null}}");
    assertThat(answer.get("models")).hasSize(2);
  }

  @Test
  void filters_areProviderProjectModelAndSource() throws Exception {
    keep(
        new Call("a", "2026-11-21T12:00:00Z").took(1L, null),
        new Call("b", "2026-11-21T12:00:00Z").of(Dimension.PROJECT, "p").took(2L, null),
        new Call("c", "2026-11-21T12:00:00Z").by(Sender.PROXY).took(3L, null),
        new Call("d", "2026-11-21T12:00:00Z").of(Dimension.PROVIDER, "vertex").took(4L, null));

    assertThat(calls()).isEqualTo(4);
    assertThat(calls("provider", "bedrock")).isEqualTo(3);
    assertThat(calls("provider", "b*", "project", "p")).isEqualTo(1);
    assertThat(calls("model", "nova")).isEqualTo(4);
    assertThat(calls("model", "other")).isZero();
    assertThat(calls("source", "proxy")).isEqualTo(1);
    assertThat(calls("source", "events")).isEqualTo(3);
  }

  @Test
  void filterThatIsNotKept_isRefusedWithThoseThatAre() {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> get("user", "u"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.allowed()).isEqualTo("hours, source, provider, project, model");
  }

  private static void assertWithin(JsonNode millis, long truth) {
    assertThat(Math.abs(millis.asLong() - truth) / (double) truth).isLessThanOrEqualTo(0.015625);
  }

  private void keep(Call... calls) {
    ledger.appendEvents(Arrays.stream(calls).map(Call::event).toList(), NOW);
  }

  private long calls(String... question) throws Exception {
    long calls = 0;
    for (JsonNode model : get(question).get("models")) {
      calls += model.at("/latency_ms/count").asLong();
    }
    return calls;
  }

  private JsonNode get(String... question) throws Exception {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < question.length; i += 2) {
      query.put(question[i], List.of(question[i + 1]));
    }
    Api api = new Api(Asked.of(ledger), MutableClock.at(NOW.toString()), "1.2.3");
    return JSON.readTree(api.json("/api/latency", query));
  }
}
