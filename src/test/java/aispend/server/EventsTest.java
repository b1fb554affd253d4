// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.EventsConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/events} through the front door. The clock stands at 12:34:56. */
class EventsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LINES = "application/x-ndjson";
  private static final String GOOD =
      """
      {"event_id": "e1", "timestamp": "2026-11-21T12:34:00Z", "provider": "bedrock",
       "model": "amazon.nova-pro", "cost_usd": "0.012", "input_tokens": 100, "output_tokens": 50,
       "cache_read_tokens": 40, "cache_write_tokens": 10, "reasoning_tokens": 20,
       "latency_ms": 812.6, "ttft_ms": 90, "feature": "search", "user_id": "u1",
       "fallback_from": "amazon.nova-premier", "metadata": {"a": "b"}, "other": [1]}
      """;

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

  @Test
  void event_isKeptOnceAndShownEverywhere() throws Exception {
    assertThat(post(GOOD)).isEqualTo(answer(200, 1, 0));
    assertThat(post(GOOD.replace(": \"", ":\"").replace("12:34:00Z", "12:34:00Z")))
        .as("spelled otherwise")
        .isEqualTo(answer(200, 0, 1));

    JsonNode by = get("/api/costs/by/feature?source=events");
    assertThat(by.at("/rows/0/value").asText()).isEqualTo("search");
    assertThat(by.at("/rows/0/cost_usd").asText()).isEqualTo("0.012");
    assertThat(daemon.get("/metrics").body())
        .contains("aispend_cost_usd_total{source=\"events\",provider=\"bedrock\",")
        .contains(
            "aispend_source_tokens_total{source=\"events\",provider=\"bedrock\",type=\"input\"}"
                + " 50\n")
        .contains("type=\"cache_read\"} 40\n")
        .contains("type=\"cache_write\"} 10\n")
        .contains("type=\"reasoning\"} 20\n")
        .contains("type=\"output\"} 30\n")
        .contains("aispend_events_total{outcome=\"accepted\",} 1.0\n")
        .contains("aispend_events_total{outcome=\"duplicate\",} 1.0\n")
        .contains("aispend_runaway_usd{by=\"feature\",value=\"search\"} 0.012\n")
        .contains(
            "aispend_request_duration_seconds_sum{provider=\"bedrock\",model=\"amazon.nova-pro\",}"
                + " 0.813\n")
        .contains(
            "aispend_source_info{source=\"events\",provider=\"bedrock\",layer=\"attributed\"");
    assertThat(get("/api/sources").at("/sources/0/name").asText()).isEqualTo("events");
    assertThat(daemon.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void toldCost_isKeptBesideTheListPrice() throws Exception {
    String call =
        """
        {"event_id": "t%1$d", "timestamp": "2026-11-21T12:3%1$d:00Z", "provider": "openai",
         "model": "davinci-002", "cost_usd": %2$s, "input_tokens": 100000,
         "output_tokens": 100000, "feature": "search", "request_hash": "%3$s"}
        """;
    post(call.formatted(1, "\"0.5\"", "same"));
    post(call.formatted(2, "null", "same"));
    post(call.formatted(3, "0.3", "other").replace("davinci-002", "junk"));

    JsonNode events = get("/api/events?feature=search").get("events");
    assertThat(events)
        .extracting(
            event ->
                event.get("cost_usd")
                    + " "
                    + event.get("list_cost_usd")
                    + " "
                    + event.get("cost_told"))
        .containsExactly("\"0.3\" null true", "\"0.4\" \"0.4\" false", "\"0.5\" \"0.4\" true");
    assertThat(events.get(1).get("request_fingerprint"))
        .isEqualTo(events.get(2).get("request_fingerprint"))
        .isNotEqualTo(events.get(0).get("request_fingerprint"));
    String pair = "{provider=\"openai\",model=\"davinci-002\"}";
    assertThat(daemon.get("/metrics").body())
        .contains("aispend_told_cost_usd_total" + pair + " 0.5\n")
        .contains("aispend_told_list_cost_usd_total" + pair + " 0.4\n")
        .doesNotContain("aispend_told_cost_usd_total{provider=\"openai\",model=\"junk\"}")
        .contains("aispend_runaway_calls{by=\"feature\",value=\"search\"} 3\n")
        .contains("aispend_runaway_repeats{by=\"feature\",value=\"search\"} 2\n");
  }

  @Test
  void changedEvent_isAConflictAndStaysAsItWas() throws Exception {
    post(GOOD);

    HttpResponse<String> answer = send(GOOD.replace("0.012", "99"), "application/json");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("\"index\":0,\"event_id\":\"e1\",\"field\":\"event_id\"")
        .contains("kept before");
    assertThat(get("/api/costs/summary").at("/cost_usd").asText()).isEqualTo("0.012");
    assertThat(daemon.get("/metrics").body())
        .contains("aispend_events_total{outcome=\"conflict\",} 1.0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event_id      | null                        | event_id is missing",
        "event_id      | \"\"                        | event_id is missing",
        "event_id      | 7                           | event_id is 7; must be a text",
        "timestamp     | \"2026-11-21T12:34:00\"     | with an offset, like 2026-11-21T12:00:00Z",
        "timestamp     | \"yesterday\"               | timestamp is yesterday; must be RFC 3339",
        "timestamp     | \"2026-11-21T12:45:00Z\"    | ahead of the daemon's clock",
        "timestamp     | \"1999-12-31T23:59:59Z\"    | must be in this century",
        "provider      | null                        | provider is missing",
        "model         | {}                          | model is {}; must be a text",
        "event_type    | \"chat\"                    | must be one of audio, embedding, image",
        "input_tokens  | -1                          | input_tokens is -1; must be a whole number",
        "input_tokens  | 1.5                         | must be a whole number from 0",
        "input_tokens  | \"100\"                     | must be a whole number from 0",
        "output_tokens | 1000000000001               | must be a whole number from 0",
        "cache_read_tokens  | 101 | cache_read_tokens is 101; must be a part of input_tokens",
        "cache_write_tokens | 61  | must be a part of input_tokens, of which 60 are left",
        "reasoning_tokens   | 51  | reasoning_tokens is 51; must be a part of output_tokens",
        "cost_usd      | -0.01                       | must be dollars from 0 to 1000000",
        "cost_usd      | \"1e999\"                   | must be dollars from 0 to 1000000",
        "cost_usd      | 1e999999                    | must be dollars from 0 to 1000000",
        "cost_usd      | 1e-99999999                 | must be dollars from 0 to 1000000",
        "units         | {\"parsecs\": 1}            | units is parsecs; must be one of",
        "units         | {\"images\": -1}            | units.images is -1",
        "latency_ms    | -5                          | latency_ms is -5",
        "ttft_ms       | \"fast\"                    | ttft_ms is \"fast\"",
        "status        | \"failed\"                  | must be one of aborted, error, ok",
        "user_id       | [1]                         | user_id is [1]; must be a text",
        "metadata      | {\"a\": 1}                  | metadata.a is 1; must be a text",
      })
  void badField_isNamedWithAValueAndARemedy(String field, String value, String problem)
      throws Exception {
    ObjectNode event = (ObjectNode) JSON.readTree(GOOD);
    event.remove(field);
    String json = event.toString().replaceFirst("\\{", "{\"" + field + "\":" + value + ",");

    HttpResponse<String> answer =
        send("[" + json + "," + GOOD.replace("e1", "e2") + "]", "application/json");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("accepted").asInt()).isEqualTo(1);
    assertThat(body.at("/rejected/0/index").asInt()).isZero();
    assertThat(body.at("/rejected/0/field").asText()).startsWith(field);
    assertThat(body.at("/rejected/0/error").asText()).contains(problem);
  }

  @Test
  void bodies_thatCannotBeTaken_areRefusedWhole() throws Exception {
    daemon.events = new EventsConfig(true, 2, Duration.ofMinutes(10));
    assertThat(send("{\"event_id\":", "application/json").statusCode()).isEqualTo(400);
    assertThat(send("7", "application/json").statusCode()).isEqualTo(400);
    assertThat(send("{} {}", "application/json").statusCode()).isEqualTo(400);
    assertThat(send("{}\n{]\n", LINES).body()).contains("line 2");
    assertThat(send(GOOD, "text/plain").statusCode()).isEqualTo(415);
    assertThat(send("[{},{},{}]", "application/json").body()).contains("events.max_batch, 2");
    assertThat(send("[{},7]", "application/json").statusCode()).isEqualTo(422);
    assertThat(send("[]", "application/json").statusCode()).isEqualTo(200);
    assertThat(
            daemon
                .send(
                    "POST",
                    "/api/events",
                    GOOD,
                    "Content-Type",
                    "application/json",
                    "Content-Encoding",
                    "gzip")
                .body())
        .contains("cannot be unpacked");
    daemon.events = new EventsConfig(false, 2, Duration.ZERO);
    assertThat(send(GOOD, "application/json").statusCode()).isEqualTo(404);
    assertThat(get("/api/costs/summary").at("/cost_usd").asText()).isEqualTo("0");
  }

  @Test
  void tenThousandPackedLines_areKeptAtOnce() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      ObjectNode event = (ObjectNode) JSON.readTree(GOOD);
      event.put("event_id", "e" + i).put("user_id", "u" + i % 50).put("cost_usd", "0.000000001");
      lines.append(event).append('\n');
    }

    HttpResponse<String> answer = sendPacked(lines.toString());
    assertThat(answer.body()).isEqualTo("{\"accepted\":10000,\"duplicates\":0,\"rejected\":[]}");
    HttpResponse<String> again = sendPacked(lines.toString());
    assertThat(again.body()).isEqualTo("{\"accepted\":0,\"duplicates\":10000,\"rejected\":[]}");
    assertThat(get("/api/costs/summary").at("/cost_usd").asText()).isEqualTo("0.00001");
  }

  @Test
  void smallBodyThatUnpacksToAHugeOne_isRefused() throws Exception {
    HttpResponse<String> answer = sendPacked(" ".repeat(5 << 20) + GOOD);

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void ledgerThatCannotBeWritten_is503AndNothingIsAcknowledged() throws Exception {
    daemon.ledger.close();

    HttpResponse<String> answer = send(GOOD, "application/json");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
  }

  @Test
  void eventWithoutACost_isPricedByThePriceBookOrNotAtAll() throws Exception {
    ObjectNode known = (ObjectNode) JSON.readTree(GOOD);
    known.remove(List.of("cost_usd", "cache_write_tokens", "reasoning_tokens"));
    known.put("provider", "anthropic").put("model", "claude-haiku-4-5");
    ObjectNode unknown = known.deepCopy().put("event_id", "e2").put("model", "claude-unheard-of");

    post("[" + known + "," + unknown + "]");

    // 60 input at $1, 40 read from the cache at $0.10, 50 output at $5 a million.
    JsonNode summary = get("/api/costs/summary");
    assertThat(summary.at("/cost_usd").asText()).isEqualTo("0.000314");
    assertThat(summary.at("/unpriced_tokens").asInt()).isEqualTo(150);
  }

  @Test
  void tokens_sayWhoMaySend() throws Exception {
    daemon.close();
    daemon = new Daemon(folder.resolve("other"));
    daemon.start(
        new ServerSettings(
            "127.0.0.1",
            0,
            4_096,
            null,
            List.of(Daemon.token("app", "w", Role.WRITE), Daemon.token("board", "r", Role.READ))),
        false);

    assertThat(authorized("w").statusCode()).isEqualTo(200);
    assertThat(authorized("r").statusCode()).isEqualTo(403);
    assertThat(send(GOOD, "application/json").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> authorized(String token) throws Exception {
    return daemon.send(
        "POST",
        "/api/events",
        GOOD,
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + token);
  }

  /** Status and body. */
  private String post(String body) throws Exception {
    HttpResponse<String> response = send(body, "application/json");
    return response.statusCode() + " " + response.body();
  }

  private static String answer(int status, int accepted, int duplicates) {
    return "%d {\"accepted\":%d,\"duplicates\":%d,\"rejected\":[]}"
        .formatted(status, accepted, duplicates);
  }

  private HttpResponse<String> send(String body, String mediaType) throws Exception {
    return daemon.send("POST", "/api/events", body, "Content-Type", mediaType);
  }

  private HttpResponse<String> sendPacked(String body) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + daemon.server().port() + "/api/events"))
                .header("Content-Type", LINES)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(daemon.get(path).body());
  }
}
