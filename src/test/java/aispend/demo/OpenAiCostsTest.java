// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static aispend.demo.Simulation.decimalSum;
import static aispend.demo.Simulation.fieldNames;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiCostsTest {
  private static final String COSTS = "/v1/organization/costs?limit=180&start_time=";
  private static final String FINE = "&group_by[]=project_id&group_by[]=line_item";

  private final Simulation simulation = Simulation.ofDays(28);

  @AfterAll
  void stop() {
    simulation.close();
  }

  @Test
  void costs_haveEveryField() throws Exception {
    JsonNode row = simulation.rows(COSTS + at("2026-11-02") + FINE).get(0);

    assertThat(fieldNames(row))
        .containsExactlyInAnyOrder(
            "object",
            "amount",
            "line_item",
            "project_id",
            "api_key_id",
            "user_id",
            "api_source",
            "quantity",
            "quantity_unit");
    assertThat(row.path("object").asText()).isEqualTo("organization.costs.result");
    assertThat(fieldNames(row.path("amount"))).containsExactly("value", "currency");
    assertThat(row.at("/amount/currency").asText()).isEqualTo("usd");
  }

  @Test
  void amounts_comeInEveryFormTheLiveApiWrites() throws Exception {
    String body = simulation.ask(COSTS + at("2026-11-02") + FINE).body();
    List<JsonNode> rows = simulation.rows(COSTS + at("2026-11-02") + FINE);

    assertThat(body).contains("\"value\":1.2E-7");
    assertThat(body).containsPattern("\"value\":\"[0-9.]+\"");
    assertThat(body).containsPattern("\"value\":[0-9]+\\.[0-9]{15,}");
    assertThat(body).contains("\"quantity\":6.0,\"quantity_unit\":\"tokens\"");
    assertThat(rows)
        .anySatisfy(
            row -> {
              assertThat(row.path("line_item").asText()).isEqualTo("Credit, service incident");
              assertThat(new BigDecimal(row.at("/amount/value").asText()))
                  .isEqualByComparingTo("-5.25");
              assertThat(row.path("project_id").isNull()).isTrue();
            });
    assertThat(rows)
        .extracting(row -> row.path("line_item").asText())
        .contains(
            "gpt-5-2025-08-07, cached input",
            "gpt-5-2025-08-07, cache writes - 12hr",
            "priority | gpt-5-2025-08-07, output",
            "gpt-4o-audio-preview-2024-12-17 audio, input",
            "web search tool calls",
            "Vector storage");
  }

  @Test
  void grouping_doesNotChangeADaysNanos() throws Exception {
    String query = COSTS + at("2026-10-25") + "&end_time=" + at("2026-11-15");
    List<BigDecimal> merged = nanosByDay(query);

    assertThat(merged).hasSize(21).doesNotContain(BigDecimal.ZERO);
    for (String grouping :
        List.of(FINE, "&group_by=project_id", "&group_by=line_item", "&group_by=api_key_id")) {
      assertThat(nanosByDay(query + grouping)).as(grouping).isEqualTo(merged);
    }
  }

  @Test
  void usage_costsLessThanListPrice() throws Exception {
    String day = at("2026-11-10") + "&end_time=" + at("2026-11-11");
    BigDecimal billed =
        decimalSum(
            simulation.rows(
                COSTS + day + "&group_by=line_item&line_items=gpt-4o-2024-08-06,%20output"),
            "amount/value");
    long tokens =
        simulation
            .rows("/v1/organization/usage/completions?models=gpt-4o-2024-08-06&start_time=" + day)
            .get(0)
            .path("output_tokens")
            .asLong();

    assertThat(billed.setScale(6, RoundingMode.HALF_EVEN))
        .isEqualByComparingTo(
            BigDecimal.valueOf(tokens)
                .multiply(new BigDecimal("0.00001"))
                .multiply(new BigDecimal("0.92"))
                .setScale(6, RoundingMode.HALF_EVEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&bucket_width=1h",
        "&group_by=model",
        "&group_by=project_id&group_by=line_item&group_by=api_key_id",
        "&group_by=user_id&group_by=project_id",
        "&group_by=user_id&project_ids=proj_docs"
      })
  void refusedCombination_is400(String query) throws Exception {
    assertThat(simulation.ask(COSTS + at("2026-11-02") + query).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 181})
  void limit_outsideItsRange_is400(int limit) throws Exception {
    String path = "/v1/organization/costs?start_time=" + at("2026-11-02") + "&limit=" + limit;

    assertThat(simulation.ask(path).statusCode()).isEqualTo(400);
  }

  @Test
  void limit_defaultsToSevenDays() throws Exception {
    String path = "/v1/organization/costs?start_time=" + at("2026-11-02");

    assertThat(simulation.get(path).path("data")).hasSize(7);
  }

  private List<BigDecimal> nanosByDay(String query) throws Exception {
    List<BigDecimal> days = new ArrayList<>();
    for (JsonNode bucket : simulation.buckets(query)) {
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode row : bucket.path("results")) {
        sum =
            sum.add(
                new BigDecimal(row.at("/amount/value").asText())
                    .setScale(9, RoundingMode.HALF_EVEN));
      }
      days.add(sum);
    }
    return days;
  }

  private static long at(String day) {
    return Instant.parse(day + "T00:00:00Z").getEpochSecond();
  }
}
