// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static aispend.demo.Simulation.fieldNames;
import static aispend.demo.Simulation.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnthropicProtocolTest {
  private static final String USAGE = "/v1/organizations/usage_report/messages?starting_at=";
  private static final String COST = "/v1/organizations/cost_report?limit=31&starting_at=";
  private static final String FIVE =
      "&group_by[]=api_key_id&group_by[]=workspace_id&group_by[]=model&group_by[]=service_tier"
          + "&group_by[]=context_window";
  private static final List<String> DISJOINT =
      List.of(
          "uncached_input_tokens",
          "cache_creation/ephemeral_5m_input_tokens",
          "cache_creation/ephemeral_1h_input_tokens",
          "cache_read_input_tokens",
          "output_tokens",
          "server_tool_use/web_search_requests");

  private final Simulation simulation = Simulation.ofDays(28);

  @AfterAll
  void stop() {
    simulation.close();
  }

  @Test
  void usage_hasTheEnvelopeAndEveryField() throws Exception {
    JsonNode page = simulation.get(USAGE + "2026-11-12T00:00:00Z&limit=1" + FIVE);

    assertThat(fieldNames(page)).containsExactly("data", "has_more", "next_page");
    JsonNode bucket = page.at("/data/0");
    assertThat(fieldNames(bucket)).containsExactly("starting_at", "ending_at", "results");
    assertThat(bucket.path("starting_at").asText()).isEqualTo("2026-11-12T00:00:00Z");
    assertThat(bucket.path("ending_at").asText()).isEqualTo("2026-11-13T00:00:00Z");
    JsonNode row = bucket.at("/results/0");
    assertThat(fieldNames(row))
        .containsExactlyInAnyOrder(
            "uncached_input_tokens",
            "cache_creation",
            "cache_read_input_tokens",
            "output_tokens",
            "server_tool_use",
            "api_key_id",
            "workspace_id",
            "model",
            "service_tier",
            "context_window",
            "inference_geo",
            "speed",
            "account_id",
            "service_account_id");
    assertThat(fieldNames(row.path("cache_creation")))
        .containsExactly("ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens");
    assertThat(fieldNames(row.path("server_tool_use"))).containsExactly("web_search_requests");
    assertThat(row.path("speed").isNull()).isTrue();
  }

  @Test
  void grouping_keepsTheSums() throws Exception {
    String query = USAGE + "2026-11-12T00:00:00Z&ending_at=2026-11-15T00:00:00Z";

    List<JsonNode> merged = simulation.rows(query);
    List<JsonNode> grouped = simulation.rows(query + FIVE);

    assertThat(merged).hasSize(3);
    assertThat(grouped).anyMatch(row -> row.path("workspace_id").isNull());
    assertThat(grouped).anyMatch(row -> row.path("service_tier").asText().equals("priority"));
    for (String field : DISJOINT) {
      assertThat(sum(merged, field)).as(field).isEqualTo(sum(grouped, field)).isPositive();
    }
  }

  @Test
  void pages_togetherEqualOneBigPage() throws Exception {
    String query =
        USAGE + "2026-11-12T00:00:00Z&ending_at=2026-11-15T12:00:00Z&bucket_width=1h" + FIVE;

    List<JsonNode> small = simulation.buckets(query + "&limit=11");
    JsonNode big = simulation.get(query + "&limit=168");

    assertThat(small).hasSize(84).containsExactlyElementsOf(big.path("data"));
  }

  @Test
  void endingAt_leavesOutTheBucketItCuts() throws Exception {
    String query = USAGE + "2026-11-17T03:30:00Z&limit=31";

    assertThat(simulation.get(query).path("data")).hasSize(2);
    assertThat(simulation.get(query + "&ending_at=2026-11-18T09:00:00Z").path("data")).hasSize(1);
    assertThat(simulation.get(query + "&ending_at=2026-11-19T00:00:00Z").path("data")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1d,7,31", "1h,24,168", "1m,60,1440"})
  void limit_defaultsAndEndsByWidth(String width, int usual, int most) throws Exception {
    String query = USAGE + "2026-11-01T00:00:00Z&bucket_width=" + width;

    assertThat(simulation.get(query).path("data")).hasSize(usual);
    assertThat(simulation.ask(query + "&limit=" + most).statusCode()).isEqualTo(200);
    assertThat(simulation.ask(query + "&limit=" + (most + 1)).statusCode()).isEqualTo(400);
  }

  @Test
  void sixGroupings_areRefusedInTheVendorsWords() throws Exception {
    HttpResponse<String> response =
        simulation.ask(USAGE + "2026-11-12T00:00:00Z" + FIVE + "&group_by[]=inference_geo");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode body = Json.MAPPER.readTree(response.body());
    assertThat(body.path("type").asText()).isEqualTo("error");
    assertThat(body.at("/error/type").asText()).isEqualTo("invalid_request_error");
    assertThat(body.at("/error/message").asText())
        .isEqualTo("Cannot specify more than 5 group_by[] dimensions.");
    assertThat(response.headers().firstValue("request-id"))
        .contains(body.path("request_id").asText());
  }

  @Test
  void speed_needsTheBetaHeader() throws Exception {
    String path = USAGE + "2026-11-12T00:00:00Z&group_by[]=speed";

    assertThat(simulation.ask(path).statusCode()).isEqualTo(400);
    HttpResponse<String> response =
        simulation.send(simulation.signed(path).header("anthropic-beta", "fast-mode-2026-02-01"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"speed\":\"standard\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-12",
        "1795132800",
        "2026-11-12T00:00:00Z&bucket_width=1w",
        "2026-11-12T00:00:00Z&group_by[]=cost_type",
        "2026-11-12T00:00:00Z&page=nonsense",
        "2026-11-12T00:00:00Z&ending_at=2026-11-12T00:00:00Z",
        "2026-11-12T00:00:00Z&start=1"
      })
  void badQuery_is400(String query) throws Exception {
    assertThat(simulation.ask(USAGE + query).statusCode()).isEqualTo(400);
    assertThat(simulation.ask(COST + query).statusCode()).isEqualTo(400);
  }

  @Test
  void cost_hasEveryFieldAndCentsAsText() throws Exception {
    List<JsonNode> rows =
        simulation.rows(
            COST + "2026-11-02T00:00:00Z&group_by[]=workspace_id&group_by[]=description");

    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(fieldNames(row))
                  .containsExactlyInAnyOrder(
                      "amount",
                      "currency",
                      "cost_type",
                      "description",
                      "model",
                      "token_type",
                      "service_tier",
                      "context_window",
                      "inference_geo",
                      "workspace_id");
              assertThat(row.path("amount").isTextual()).isTrue();
              assertThat(row.path("currency").asText()).isEqualTo("USD");
              assertThat(row.path("service_tier").asText()).isNotEqualTo("priority");
            });
    assertThat(rows)
        .extracting(row -> row.path("description").asText())
        .contains(
            "Claude Opus 5 Usage - Input Tokens",
            "Claude Sonnet 4.5 Usage - Long Context - Output Tokens",
            "Claude Haiku 4.5 Usage - Batch - Output Tokens",
            "Web Search Usage",
            "Code Execution Usage");
    assertThat(rows).extracting(row -> row.path("cost_type").asText()).contains("session_usage");
    assertThat(rows).anyMatch(row -> new BigDecimal(row.path("amount").asText()).signum() < 0);
  }

  @Test
  void cost_inCentsIsTokensByPriceLessDiscount() throws Exception {
    String day = "2026-11-10T00:00:00Z&ending_at=2026-11-11T00:00:00Z";
    JsonNode usage =
        simulation.rows(USAGE + day + "&group_by[]=model&models[]=claude-opus-4-1-20250805").get(0);

    JsonNode cost =
        simulation.rows(COST + day + "&group_by[]=description").stream()
            .filter(
                row ->
                    row.path("description")
                        .asText()
                        .equals("Claude Opus 4.1 Usage - Output Tokens"))
            .findFirst()
            .orElseThrow();

    BigDecimal cents =
        usage
            .path("output_tokens")
            .decimalValue()
            .multiply(new BigDecimal("75"))
            .multiply(new BigDecimal("0.95"))
            .movePointLeft(4);
    assertThat(new BigDecimal(cost.path("amount").asText()).setScale(5, RoundingMode.HALF_EVEN))
        .isEqualByComparingTo(cents.setScale(5, RoundingMode.HALF_EVEN));
  }

  @ParameterizedTest
  @CsvSource({
    "sk-ant-admin01-demo,2023-06-01,200",
    "sk-ant-admin01-demo,2026-10-21,200",
    "sk-ant-admin01-demo,,400",
    "sk-ant-admin01-demo,2020-01-01,400",
    "sk-ant-api03-inference,2023-06-01,401",
    "sk-ant-admin01-wrong,2023-06-01,401"
  })
  void keyAndVersion_decideTheStatus(String key, String version, int status) throws Exception {
    var request = simulation.request("/v1/organizations/me").header("x-api-key", key);
    if (version != null) {
      request.header("anthropic-version", version);
    }

    HttpResponse<String> response = simulation.send(request);

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 401) {
      assertThat(Json.MAPPER.readTree(response.body()).path("error"))
          .isEqualTo(
              Json.object()
                  .put("type", "authentication_error")
                  .put("message", "invalid x-api-key"));
    }
  }
}
