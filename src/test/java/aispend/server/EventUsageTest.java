// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events with a provider's usage object, tool calls and embeddings, through the front door. */
class EventUsageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

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
  void anthropicUsage_isCountedAndPricedByItsOwnAccounting() throws Exception {
    accept(
        """
        "provider": "anthropic", "model": "claude-haiku-4-5",
        "usage": {"input_tokens": 400, "cache_read_input_tokens": 500,
          "cache_creation_input_tokens": 300,
          "cache_creation": {"ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 100},
          "output_tokens": 40, "server_tool_use": {"web_search_requests": 2}}
        """);

    // 400 at $1, 500 at $0.10, 200 at $1.25, 100 at $2, 40 at $5 a million; 2 searches at $0.01.
    assertThat(cost()).isEqualTo("0.0211");
    assertThat(daemon.get("/metrics").body())
        .contains(
            "aispend_source_tokens_total{source=\"events\",provider=\"anthropic\",type=\"input\"}"
                + " 400\n")
        .contains("type=\"cache_read\"} 500\n")
        .contains("type=\"cache_write\"} 300\n");
  }

  @Test
  void tierAndRegionWithinUsage_decideThePrice() throws Exception {
    accept(
        """
        "provider": "anthropic", "model": "claude-fable-5",
        "usage": {"input_tokens": 1000000, "cache_read_input_tokens": 0, "output_tokens": 0,
          "service_tier": "batch", "inference_geo": "us"}
        """);

    // A million at $5 in the batch tier, times 1.1.
    assertThat(cost()).isEqualTo("5.5");
  }

  @ParameterizedTest
  @CsvSource({"272000, 1.088", "272001, 2.176008"}) // $4 a million, above the threshold $8
  void inputOfASingleCall_decidesOnLongContextRates(int input, String cost) throws Exception {
    accept(
        """
        "provider": "openai", "model": "daybreak-blue-latest",
        "usage": {"prompt_tokens": %d, "completion_tokens": 0}
        """
            .formatted(input));

    assertThat(cost()).isEqualTo(cost);
  }

  @Test
  void costWithinUsage_isTakenUnlessTheEventTellsItsOwn() throws Exception {
    String usage = "\"usage\": {\"prompt_tokens\": 9, \"completion_tokens\": 4, \"cost\": 0.25}";
    accept("\"provider\": \"openrouter\", \"model\": \"m\", " + usage);
    assertThat(cost()).isEqualTo("0.25");

    accept("\"provider\": \"openrouter\", \"model\": \"m\", \"cost_usd\": \"2\", " + usage);
    assertThat(cost()).isEqualTo("2.25");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"output_tokens\": 5 | output_tokens | output_tokens is 5; usage is given too",
        "\"cache_write_tokens\": 0 | cache_write_tokens | send one of the two, not both",
        "\"units\": {\"searches\": 3} | units.searches | is 3; usage tells 2: leave one",
      })
  void whatUsageTellsOtherwise_isRefusedByName(String more, String field, String problem)
      throws Exception {
    JsonNode answer =
        send(
            "\"provider\": \"anthropic\", \"model\": \"m\", \"usage\": {\"input_tokens\": 1,"
                + " \"server_tool_use\": {\"web_search_requests\": 2}}, "
                + more);

    assertThat(answer.at("/rejected/0/field").asText()).isEqualTo(field);
    assertThat(answer.at("/rejected/0/error").asText()).contains(problem);
  }

  @Test
  void unitsBesideUsage_areTakenTogether() throws Exception {
    accept(
        """
        "provider": "anthropic", "model": "claude-haiku-4-5", "units": {"searches": 2.0},
        "usage": {"input_tokens": 0, "server_tool_use": {"web_search_requests": 2}}
        """);

    assertThat(cost()).isEqualTo("0.02");
  }

  @Test
  void usageThatCannotBeRight_isRefusedByItsPath() throws Exception {
    JsonNode part =
        send(
            """
            "provider": "openai", "model": "gpt-5",
            "usage": {"prompt_tokens": 5, "prompt_tokens_details": {"cached_tokens": 6}}
            """);
    assertThat(part.at("/rejected/0/field").asText())
        .isEqualTo("usage.prompt_tokens_details.cached_tokens");
    assertThat(part.at("/rejected/0/error").asText())
        .contains("is 6; must be a part of prompt_tokens, of which 5 are left");

    JsonNode other = send("\"provider\": \"openai\", \"model\": \"m\", \"usage\": {\"words\": 7}");
    assertThat(other.at("/rejected/0/field").asText()).isEqualTo("usage");
    assertThat(other.at("/rejected/0/error").asText()).contains("must be the usage object of");
  }

  @Test
  void embeddingAndToolCall_haveCostsOfTheirOwn() throws Exception {
    accept(
        """
        "event_type": "embedding", "provider": "openai", "model": "text-embedding-3-small",
        "usage": {"prompt_tokens": 1000000, "total_tokens": 1000000}
        """);
    accept(
        """
        "event_type": "tool_call", "provider": "anthropic", "model": "web_search",
        "units": {"searches": 3}
        """);

    JsonNode byOperation = get("/api/costs/by/operation?source=events");
    assertThat(byOperation.at("/rows").findValuesAsText("value"))
        .containsExactlyInAnyOrder("tool_call", "embedding");
    assertThat(cost()).isEqualTo("0.05"); // 1M at $0.02, 3 searches at $10 a thousand
    assertThat(get("/api/costs/summary").at("/unpriced_tokens").asLong()).isZero();
  }

  @Test
  void embeddingWithoutAPrice_isCountedAsUnpriced() throws Exception {
    accept(
        """
        "event_type": "embedding", "provider": "openai", "model": "text-embedding-unheard-of",
        "input_tokens": 640
        """);

    assertThat(cost()).isEqualTo("0");
    assertThat(get("/api/costs/summary").at("/unpriced_tokens").asLong()).isEqualTo(640);
    assertThat(daemon.get("/metrics").body())
        .contains(
            "aispend_unpriced_tokens_total{provider=\"openai\","
                + "model=\"text-embedding-unheard-of\"} 640\n");
  }

  @Test
  void toolCallWithoutAPrice_isKeptAndCountedAsUnpriced() throws Exception {
    accept(
        """
        "event_type": "tool_call", "provider": "own-search", "model": "web_search",
        "units": {"searches": 3}
        """);
    accept("\"provider\": \"own-search\", \"model\": \"m\", \"status\": \"error\"");

    assertThat(cost()).isEqualTo("0");
    assertThat(daemon.get("/metrics").body())
        .as("without the call that failed and used nothing")
        .contains("aispend_unpriced_events_total{provider=\"own-search\",} 1.0\n")
        .contains("aispend_units_total{");
  }

  private void accept(String fields) throws Exception {
    assertThat(send(fields).path("accepted").asInt()).isEqualTo(1);
  }

  private JsonNode send(String fields) throws Exception {
    String event =
        "{\"event_id\": \"e%s\", \"timestamp\": \"2026-11-21T12:34:00Z\", %s}"
            .formatted(Integer.toHexString(fields.hashCode()), fields);
    HttpResponse<String> response =
        daemon.send("POST", "/api/events", event, "Content-Type", "application/json");
    return JSON.readTree(response.body());
  }

  private String cost() throws Exception {
    return get("/api/costs/summary").at("/cost_usd").asText();
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(daemon.get(path).body());
  }
}
