// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.insight.BudgetState;
import aispend.ledger.LedgerException;
import aispend.ledger.SqlLedger;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.Asked;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private SqlLedger ledger;
  private Api api;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    new Spend(ledger)
        .register("openai", "anthropic")
        .hour("2026-11-21T12:00:00Z", "openai", where("gpt-5", "search"), "1.000000001")
        .hour("2026-11-21T09:00:00Z", "openai", where("gpt-5", "chat"), "2")
        .hour("2026-11-20T13:00:00Z", "anthropic", where("claude", ""), "3")
        .hour("2026-11-20T12:00:00Z", "anthropic", where("claude", ""), "10")
        .hour("2026-11-14T10:00:00Z", "openai", where("gpt-5", "search"), "0.5")
        .hour("2026-11-21T08:00:00Z", "openai", where("odd", "search"), new Cost.Unpriced("odd"));
    api =
        new Api(
            Asked.of(
                ledger,
                () -> List.of(budget("day", "0.3"), budget("month", "0.95")),
                () ->
                    List.of(
                        new ProviderHealth(
                            "openai",
                            null,
                            Instant.parse("2026-11-21T12:30:00Z"),
                            null,
                            Instant.parse("2026-11-21T12:45:00Z"),
                            List.of("openai:usage")),
                        new ProviderHealth(
                            "mistral", "MISTRAL_KEY is not set", null, null, null, List.of()))),
            clock,
            "1.2.3");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void summary_countsTheHoursOfTheWindow() throws Exception {
    JsonNode answer = get("/api/costs/summary");

    assertThat(text(answer, "as_of")).isEqualTo("2026-11-21T12:34:56Z");
    assertThat(text(answer, "from")).isEqualTo("2026-11-20T13:00:00Z");
    assertThat(text(answer, "to")).isEqualTo("2026-11-21T13:00:00Z");
    assertThat(text(answer, "cost_usd")).isEqualTo("6.000000001");
    assertThat(answer.get("unpriced_tokens").asLong()).isEqualTo(110);
    assertThat(answer.get("requests").asLong()).isEqualTo(8);
    assertThat(answer.get("by_hour")).hasSize(24);
    assertThat(answer.get("by_model"))
        .extracting(row -> text(row, "value") + " " + text(row, "cost_usd"))
        .containsExactly("gpt-5 3.000000001", "claude 3", "odd 0");
    assertThat(answer.get("top_users")).hasSize(1);
    assertThat(answer.get("top_users").get(0).get("value").asText()).isEqualTo("anonymous");
    assertThat(answer.get("top_users").get(0).get("requests").asLong()).isEqualTo(8);
  }

  @Test
  void hourly_hasARowForEveryHour() throws Exception {
    JsonNode answer = get("/api/costs/hourly", "hours", "5");

    assertThat(answer.get("hours"))
        .extracting(row -> text(row, "start") + " " + text(row, "cost_usd"))
        .containsExactly(
            "2026-11-21T08:00:00Z 0",
            "2026-11-21T09:00:00Z 2",
            "2026-11-21T10:00:00Z 0",
            "2026-11-21T11:00:00Z 0",
            "2026-11-21T12:00:00Z 1.000000001");
    assertThat(text(answer, "cost_usd")).isEqualTo("3.000000001");
  }

  @Test
  void daily_hasARowForEveryDay() throws Exception {
    JsonNode answer = get("/api/costs/daily", "days", "3", "provider", "anthropic");

    assertThat(answer.get("days"))
        .extracting(row -> text(row, "date") + " " + text(row, "cost_usd"))
        .containsExactly("2026-11-19 0", "2026-11-20 13", "2026-11-21 0");
  }

  @Test
  void today_isSetAgainstDailyBudgetsOnly() throws Exception {
    JsonNode answer = get("/api/costs/today");

    assertThat(text(answer, "date")).isEqualTo("2026-11-21");
    assertThat(text(answer, "cost_usd")).isEqualTo("3.000000001");
    assertThat(answer.get("by_provider")).hasSize(1);
    assertThat(answer.get("budgets")).hasSize(1);
    assertThat(answer.get("budgets").get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "company", "scope": "org", "period": "day", "cycle": "now",
                 "owner": "me", "limit_usd": "10", "spent_usd": "3", "remaining_usd": "7",
                 "ratio": 0.3, "cycle_end": "2026-12-01T00:00:00Z"}
                """));
  }

  @Test
  void byProject_comparesWithTheSameTimeBeforeAndKeepsTheRest() throws Exception {
    JsonNode answer = get("/api/costs/by/project", "days", "7", "limit", "2");

    assertThat(text(answer, "dimension")).isEqualTo("project");
    assertThat(answer.get("values").asInt()).isEqualTo(3);
    assertThat(answer.get("rows"))
        .extracting(
            row ->
                text(row, "value")
                    + " "
                    + text(row, "cost_usd")
                    + " "
                    + text(row, "previous_cost_usd"))
        .containsExactly(" 13 0", "chat 2 0");
    assertThat(answer.get("rows").get(0).get("change").isNull()).isTrue();
    assertThat(text(answer.get("rows").get(0), "cost_per_request_usd")).isEqualTo("3.25");
    assertThat(text(answer.get("rest"), "cost_usd")).isEqualTo("1.000000001");
    assertThat(text(answer, "cost_usd")).isEqualTo("16.000000001");

    JsonNode search = get("/api/costs/by/project", "project", "search");
    assertThat(search.get("rows").get(0).get("change").decimalValue())
        .isEqualByComparingTo("1"); // 1.000000001 to 0.5, rounded to six digits
  }

  @Test
  void feature_isByFeature() throws Exception {
    assertThat(text(get("/api/costs/feature"), "dimension")).isEqualTo("feature");
  }

  @Test
  void top_namesTheLargestOverAllDimensions() throws Exception {
    JsonNode answer = get("/api/costs/top", "n", "3");

    assertThat(answer.get("drivers"))
        .extracting(row -> text(row, "dimension") + "=" + text(row, "value"))
        .containsExactly("provider=anthropic", "model=claude", "provider=openai");
    assertThat(answer.get("drivers").get(2).get("previous_cost_usd").asText()).isEqualTo("0.5");
    assertThat(answer.get("drivers").get(2).get("growth_usd").asText()).isEqualTo("2.500000001");
  }

  @Test
  void sources_sayHowFarTheyWereReadAndHowTheirProvidersDo() throws Exception {
    JsonNode answer = get("/api/sources");

    assertThat(answer.get("sources")).hasSize(2);
    assertThat(answer.get("sources").get(1))
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "openai:usage", "provider": "openai", "layer": "metered",
                 "timeliness": "hourly", "bucket_seconds": 3600,
                 "watermark": "2026-11-21T13:00:00Z", "settled_until": "%s",
                 "newest": "2026-11-21T13:00:00Z"}
                """
                    .formatted(text(answer.get("sources").get(1), "settled_until"))));
    assertThat(answer.get("providers").get(1).get("disabled_reason").asText())
        .isEqualTo("MISTRAL_KEY is not set");
    assertThat(text(answer, "from")).isEqualTo("2026-11-01T00:00:00Z");
  }

  @Test
  void settledUntil_isTheEarliestOfTheSourcesConcerned() throws Exception {
    String openai = text(get("/api/costs/today", "provider", "openai"), "settled_until");
    String anthropic = text(get("/api/costs/today", "source", "anthropic:usage"), "settled_until");

    assertThat(Instant.parse(anthropic)).isBefore(Instant.parse(openai));
    assertThat(text(get("/api/costs/today"), "settled_until")).isEqualTo(anthropic);

    new Spend(ledger).register("mistral");
    assertThat(get("/api/costs/today").get("settled_until").isNull()).isTrue();
  }

  @Test
  void filters_takePatternsAndNothing() throws Exception {
    assertThat(text(get("/api/costs/daily", "model", "gpt-*"), "cost_usd"))
        .isEqualTo("3.500000001");
    assertThat(text(get("/api/costs/daily", "project", ""), "cost_usd")).isEqualTo("13");
    assertThat(text(get("/api/costs/daily", "source", "openai:usage"), "source"))
        .isEqualTo("openai:usage");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/costs/summary | window_hours | 721 | window_hours is 721; allowed: 1..720",
        "/api/costs/summary | window_hours | 0 | window_hours is 0; allowed: 1..720",
        "/api/costs/hourly | hours | 169 | hours is 169; allowed: 1..168",
        "/api/costs/hourly | hours | -1 | hours is -1; allowed: 1..168",
        "/api/costs/hourly | hours | 1.5 | hours is '1.5', not a number; allowed: 1..168",
        "/api/costs/hourly | hours | 99999999999 |"
            + " hours is '99999999999', not a number; allowed: 1..168",
        "/api/costs/daily | days | 401 | days is 401; allowed: 1..400",
        "/api/costs/by/model | limit | 0 | limit is 0; allowed: 1..1000",
        "/api/costs/top | n | x | n is 'x', not a number; allowed: 1..100",
        "/api/costs/today | source | nobody |"
            + " source is 'nobody', which is not a source; allowed: anthropic:usage, openai:usage",
        "/api/sources | days | 1 | days is not a parameter of this path; allowed: none",
        "/api/openapi.json | x | 1 | x is not a parameter of this path; allowed: none",
      })
  void badParameter_isNamedWithWhatIsAllowed(
      String path, String parameter, String value, String message) {
    ApiException refused = refused(path, Map.of(parameter, List.of(value)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused).hasMessage(message);
    assertThat(refused.parameter()).isEqualTo(parameter);
    assertThat(message).endsWith("allowed: " + refused.allowed());
  }

  @Test
  void parameterThatNobodyKnows_isRefusedWithThoseThatAreKnown() {
    ApiException refused = refused("/api/costs/daily", Map.of("day", List.of("3")));

    assertThat(refused)
        .hasMessageStartingWith(
            "day is not a parameter of this path; allowed: days, explain, source, provider, account");
  }

  @Test
  void parameterGivenTwice_isRefused() {
    assertThat(refused("/api/costs/daily", Map.of("days", List.of("3", "4"))))
        .hasMessage("days is given 2 times; allowed: once");
  }

  @Test
  void unknownDimension_isRefusedWithAll() {
    assertThat(refused("/api/costs/by/mdel", Map.of()))
        .hasMessageStartingWith("dimension is 'mdel', which is none; allowed: provider, account");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/", "/api/costs", "/api/costs/summary/x", "/api/nothing"})
  void unknownPath_isNotFound(String path) {
    assertThat(refused(path, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void ledgerThatCannotBeRead_isUnavailable() {
    ledger.close();

    ApiException refused = refused("/api/costs/today", Map.of());

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused).hasCauseInstanceOf(LedgerException.class);
  }

  private ApiException refused(String path, Map<String, List<String>> query) {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> api.json(path, query));
    assertThat(refused).isNotNull();
    return refused;
  }

  private JsonNode get(String path, String... query) throws ApiException, IOException {
    Map<String, List<String>> parameters = new HashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put(query[i], List.of(query[i + 1]));
    }
    return JSON.readTree(api.json(path, parameters));
  }

  private static String text(JsonNode node, String member) {
    assertThat(node.has(member)).as(member).isTrue();
    return node.get(member).textValue();
  }

  private static BudgetState budget(String period, String ratio) {
    return new BudgetState(
        "company",
        "org",
        period,
        "now",
        "me",
        Money.usd("10"),
        Money.usd("3"),
        new BigDecimal(ratio),
        Instant.parse("2026-12-01T00:00:00Z"));
  }

  private static Map<Dimension, String> where(String model, String project) {
    return Map.of(Dimension.MODEL, model, Dimension.PROJECT, project);
  }
}
