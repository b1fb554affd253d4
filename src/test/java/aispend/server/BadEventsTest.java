// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Money;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events that nobody should send, through the front door: each is named with its field, and its
 * neighbours are kept. The clock stands at 2026-11-21 12:34:56.
 */
class BadEventsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TIME = "2026-11-21T12:34:00Z";

  @TempDir private Path folder;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon(folder);
    daemon.start(new ServerSettings("127.0.0.1", 0, 4 << 20, null, List.of()), false);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("timestamp", "\"2026-11-21 12:34:00\"", "must be RFC 3339 with an offset"),
        bad("timestamp", "\"2026-11-21T12:34:00\"", "must be RFC 3339 with an offset"),
        bad("timestamp", "1795264440", "must be a text"),
        bad("timestamp", "\"1970-01-01T00:00:00Z\"", "must be in this century"),
        bad("timestamp", "\"2099-01-01T00:00:00Z\"", "ahead of the daemon's clock"),
        bad("timestamp", "\"+999999999-12-31T23:59:59Z\"", "ahead of the daemon's clock"),
        bad("input_tokens", "-1", "must be a whole number from 0"),
        bad("input_tokens", "0.5", "must be a whole number from 0"),
        bad("input_tokens", "9223372036854775808", "must be a whole number from 0"),
        bad("input_tokens", "1e400", "must be a whole number from 0"),
        bad("input_tokens", "\"NaN\"", "must be a whole number from 0"),
        bad("cost_usd", "\"NaN\"", "must be dollars from 0"),
        bad("cost_usd", "\"Infinity\"", "must be dollars from 0"),
        bad("cost_usd", "\"-0.01\"", "must be dollars from 0"),
        bad("cache_read_tokens", "101", "must be a part of input_tokens"),
        bad("reasoning_tokens", "51", "must be a part of output_tokens"),
        bad("model", "null", "is missing"),
        bad("model", "\"\"", "is missing"),
        bad("event_id", "\"\"", "is missing"),
        bad("event_id", "\"" + "x".repeat(10_240) + "\"", "is 10240 characters long"),
        bad("event_id", "\"a\\u0000b\"", "must have no control characters"),
        bad("event_id", "\"a\\nb\"", "must have no control characters"),
        bad("provider", "\"open\\u001bai\"", "must have no control characters"),
        bad("model", "\"m\\u0007\"", "must have no control characters"),
        bad("feature", "\"a\\tb\"", "must have no control characters"),
        bad("user_id", "\"\\ud83d\"", "halves of characters"),
        bad("units", "{\"images\": 1e99}", "must be a number from 0"));
  }

  private static Arguments bad(String field, String value, String problem) {
    return Arguments.of(field, value, problem);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badEvent_isNamedAndItsNeighboursAreKept(String field, String value, String problem)
      throws Exception {
    HttpResponse<String> answer =
        send("[%s,%s,%s]".formatted(event("a", "", ""), event("b", field, value), event("c")));

    JsonNode body = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(body.path("accepted").asInt()).isEqualTo(2);
    assertThat(body.path("rejected")).hasSize(1);
    assertThat(body.at("/rejected/0/index").asInt()).isEqualTo(1);
    assertThat(body.at("/rejected/0/field").asText()).startsWith(field);
    assertThat(body.at("/rejected/0/error").asText()).contains(problem).hasSizeLessThan(400);
  }

  @Test
  void bodyThatIsNoJson_isRefusedWhole() throws Exception {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    String wide = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
    for (String value : List.of(deep, wide, "NaN", "Infinity", "1".repeat(5_000), "\"\u0001\"")) {
      HttpResponse<String> answer = send("[" + event("a") + "," + event("b", "x", value) + "]");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("the body is not JSON").hasSizeLessThan(1_000);
    }
    assertThat(send("[" + event("a") + "]").body()).contains("\"accepted\":1");
  }

  @Test
  void eventOfMonthsAgo_landsInItsHour() throws Exception {
    send(event("a", "timestamp", "\"2026-03-01T23:30:00+01:00\""));

    ChargePeriod hour = ChargePeriod.hourOf(Instant.parse("2026-03-01T22:30:00Z"));
    assertThat(daemon.ledger.sums(SumQuery.total(hour)))
        .extracting(SumRow::cost)
        .containsExactly(Money.usd("0.01"));
  }

  @Test
  void tenThousandJunkModels_areKeptAndMakeFewSeries() throws Exception {
    StringBuilder lines = new StringBuilder("[");
    for (int i = 0; i < 10_000; i++) {
      lines.append(i == 0 ? "" : ",").append(event("e" + i, "model", "\"junk-" + i + "\""));
    }

    assertThat(send(lines + "]").body()).contains("\"accepted\":10000");

    assertThat(daemon.get("/api/costs/summary").body()).contains("\"cost_usd\":\"100\"");
    assertThat(daemon.get("/metrics").body().lines())
        .filteredOn(line -> line.startsWith("aispend_request_duration_seconds_count"))
        .hasSizeBetween(100, 200)
        .anyMatch(line -> line.contains("model=\"other\""));
  }

  /** A good event. */
  private static String event(String id) {
    return event(id, "", "");
  }

  /** With one field in another way. */
  private static String event(String id, String field, String value) {
    StringBuilder json = new StringBuilder("{\"x\":0");
    for (String[] usual :
        new String[][] {
          {"event_id", "\"" + id + "\""},
          {"timestamp", "\"" + TIME + "\""},
          {"provider", "\"bedrock\""},
          {"model", "\"nova\""},
          {"input_tokens", "100"},
          {"output_tokens", "50"},
          {"cost_usd", "\"0.01\""},
          {"latency_ms", "7"}
        }) {
      if (!usual[0].equals(field)) {
        json.append(",\"").append(usual[0]).append("\":").append(usual[1]);
      }
    }
    String last = field.isEmpty() ? "" : ",\"" + field + "\":" + value;
    return json.append(field.equals("x") ? last.replace("\"x\"", "\"y\"") : last) + "}";
  }

  private HttpResponse<String> send(String body) throws Exception {
    return daemon.send("POST", "/api/events", body, "Content-Type", "application/json");
  }
}
