// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.config.BudgetConfig.Period;
import aispend.insight.BudgetState;
import aispend.insight.Budgets;
import aispend.insight.Insights;
import aispend.ledger.Batch;
import aispend.ledger.Event;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import aispend.testing.SettledSpend;
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

/** Trend, forecast, anomalies, savings and budgets as answers; numbers are worked out beside. */
final class ApiInsightTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

  @TempDir private Path folder;
  private SettledSpend spend;
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    spend = new SettledSpend(folder, SettledSpend.USAGE);
    ledger = spend.ledger;
  }

  @AfterEach
  void close() {
    spend.close();
  }

  @Test
  void trend_isCostPerRequestAndPerThousandTokensByDay() throws Exception {
    call("2026-11-20T08:00:00Z", "gpt-5", 4_000, 2L, "3", Savings.NONE);
    call("2026-11-21T08:00:00Z", "gpt-5", 1_000, 4L, "1", Savings.NONE);
    unpriced("2026-11-21T09:00:00Z", "gpt-5", 500);
    call("2026-11-21T08:00:00Z", "gpt-5-mini", 10_000, 1L, "0.5", Savings.NONE);

    JsonNode answer = get("/api/costs/trend", "dimension", "model", "days", "3", "limit", "1");

    assertThat(answer.get("dimension").asText()).isEqualTo("model");
    assertThat(answer.get("values").asInt()).isEqualTo(2);
    assertThat(answer.get("unpriced_tokens").asLong()).isEqualTo(500);
    assertThat(answer.get("lines")).hasSize(1);
    JsonNode line = answer.get("lines").get(0);
    assertThat(line.get("value").asText()).isEqualTo("gpt-5");
    // 3 in 2 calls and 4,000 tokens; 1 in 4 calls and 1,000 tokens with a price. The 500 without
    // one
    // are in no cost: 4 / 6 calls, and 4 / 5.
    assertThat(line.get("days"))
        .extracting(
            day ->
                day.get("date").asText()
                    + " "
                    + day.get("cost_per_request_usd").asText()
                    + " "
                    + day.get("cost_per_1k_tokens_usd").asText())
        .containsExactly("2026-11-19 null null", "2026-11-20 1.5 0.75", "2026-11-21 0.25 1");
    assertThat(line.get("cost_per_request_usd").asText()).isEqualTo("0.666666667");
    assertThat(line.get("cost_per_1k_tokens_usd").asText()).isEqualTo("0.8");
  }

  @Test
  void trendOfAll_isOneLine() throws Exception {
    call("2026-11-20T08:00:00Z", "gpt-5", 4_000, 2L, "3", Savings.NONE);
    JsonNode answer = get("/api/costs/trend", "days", "2");
    assertThat(answer.get("dimension").isNull()).isTrue();
    assertThat(answer.at("/lines/0/value").asText()).isEqualTo("all");
    assertThat(refused("/api/costs/trend", "dimension", "colour"))
        .hasMessageStartingWith("dimension is 'colour', which is none; allowed: provider, account");
  }

  @Test
  void forecast_tellsWhereTheMonthGoes() throws Exception {
    spend.days(SettledSpend.USAGE, "2026-09-01", "2026-11-18", "search", "m", "10");
    spend.days(SettledSpend.USAGE, "2026-11-18", "2026-11-21", "search", "m", "20");
    spend
        .hour(SettledSpend.USAGE, "2026-11-21T03:00:00Z", "search", "m", "4")
        .settled("2026-11-21");

    JsonNode answer = get("/api/costs/forecast");

    // 17 days at 10 and 3 at 20 are settled; of the 21st 4 are known; see OutlookTest for the rest.
    assertThat(answer.get("month").asText()).isEqualTo("2026-11");
    assertThat(answer.get("spend_to_date_usd").asText()).isEqualTo("234");
    assertThat(answer.get("settled_days").asInt()).isEqualTo(20);
    assertThat(answer.get("days_left").asInt()).isEqualTo(9);
    assertThat(answer.get("daily_average_usd").asText()).isEqualTo("11.5");
    assertThat(answer.get("last_3_days_average_usd").asText()).isEqualTo("20");
    assertThat(answer.get("trend").asText()).isEqualTo("increasing");
    assertThat(answer.get("change").decimalValue()).isEqualByComparingTo("1");
    assertThat(answer.get("projected_usd").asText()).isEqualTo("345");
    assertThat(answer.get("trend_adjusted_usd").asText()).isEqualTo("430");
    assertThat(new BigDecimal(answer.get("low_usd").asText()))
        .isLessThanOrEqualTo(new BigDecimal(answer.get("expected_usd").asText()));
    assertThat(get("/api/costs/forecast", "project", "batch").get("trend").isNull()).isTrue();
  }

  @Test
  void anomalies_sayWhatHowMuchAndWhy() throws Exception {
    spend
        .days(SettledSpend.USAGE, "2026-11-01", "2026-11-20", "search", "m1", "10")
        .days(SettledSpend.USAGE, "2026-11-20", "2026-11-21", "search", "m2", "30")
        .settled("2026-11-21");

    JsonNode answer = get("/api/costs/anomalies", "project", "search");

    assertThat(answer.get("above_average").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(answer.get("min_usd").asText()).isEqualTo("1");
    JsonNode project = answer.get("anomalies").get(0);
    assertThat(project.get("width").asText()).isEqualTo("day");
    assertThat(project.get("start").asText()).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(project.get("actual_usd").asText()).isEqualTo("30");
    assertThat(project.get("expected_usd").asText()).isEqualTo("10");
    assertThat(project.get("ratio").decimalValue()).isEqualByComparingTo("3");
    // The deviation of equal days is 5 % of them: 20 above is 40 of them.
    assertThat(project.get("standard_deviations").decimalValue()).isEqualByComparingTo("40");
    assertThat(project.at("/drivers/0/value").asText()).isEqualTo("m2");
    assertThat(project.at("/drivers/0/growth_usd").asText()).isEqualTo("30");
    assertThat(refused("/api/costs/anomalies", "user", "ann").status()).isEqualTo(400);
    assertThat(refused("/api/costs/anomalies", "days", "91"))
        .hasMessage("days is 91; allowed: 1..90");
  }

  @Test
  void savings_areNetAndOfAnotherModel() throws Exception {
    call("2026-11-21T08:00:00Z", "gpt-5", 1_000_000, 1L, "5", saved("2", "-0.5"));
    call("2026-11-20T08:00:00Z", "gpt-5-mini", 2_000_000, 1L, "1", saved("-0.25", "0"));
    unpriced("2026-11-21T09:00:00Z", "odd", 70);

    JsonNode answer = get("/api/costs/savings", "as_model", "gpt-5-mini");

    assertThat(answer.get("cost_usd").asText()).isEqualTo("6");
    assertThat(answer.get("cache_usd").asText()).isEqualTo("1.75");
    assertThat(answer.get("tier_usd").asText()).isEqualTo("-0.5");
    assertThat(answer.get("by_model"))
        .extracting(row -> row.get("value").asText() + " " + row.get("cache_usd").asText())
        .containsExactly("gpt-5 2", "gpt-5-mini -0.25");
    // Three million input tokens at 0.25 a million.
    JsonNode as = answer.get("as_model");
    assertThat(as)
        .isEqualTo(
            JSON.readTree(
                """
                {"provider": "openai", "model": "gpt-5-mini", "actual_usd": "6", "cost_usd": "0.75",
                 "difference_usd": "5.25", "tokens": 3000000, "tokens_left_out": 70}
                """));
    assertThat(get("/api/costs/savings", "as_model", "openai/gpt-5-mini").get("as_model"))
        .isEqualTo(as);
    assertThat(refused("/api/costs/savings", "as_model", "anthropic/gpt-5-mini"))
        .hasMessageContaining("which no price list has");
  }

  @Test
  void fallback_mayBeDearer() throws Exception {
    // Ten input tokens each: 12.5 micros on gpt-5, 2.5 on gpt-5-mini.
    ledger.appendEvents(
        List.of(
            fallback("a", "gpt-5-mini", "gpt-5", "0.0000025"),
            fallback("b", "gpt-5-mini", "gpt-5", "0.0000025"),
            fallback("c", "gpt-5", "gpt-5-mini", "0.0000125"),
            fallback("d", "gpt-5", "nobody's", "0.0000125"),
            new Call("e", "2026-11-21T08:00:00Z").event()),
        NOW);

    JsonNode fallback = get("/api/costs/savings").get("fallback");

    assertThat(fallback)
        .isEqualTo(
            JSON.readTree(
                """
                {"saved_usd": "0.00001", "by_models": [
                  {"asked_model": "gpt-5", "answered_model": "gpt-5-mini", "calls": 2,
                   "calls_left_out": 0, "saved_usd": "0.00002"},
                  {"asked_model": "nobody's", "answered_model": "gpt-5", "calls": 1,
                   "calls_left_out": 1, "saved_usd": "0"},
                  {"asked_model": "gpt-5-mini", "answered_model": "gpt-5", "calls": 1,
                   "calls_left_out": 0, "saved_usd": "-0.00001"}]}
                """));
    assertThat(get("/api/costs/savings", "model", "gpt-5").at("/fallback/by_models")).hasSize(2);
    assertThat(get("/api/costs/savings", "days", "1", "provider", "x").at("/fallback/saved_usd"))
        .isEqualTo(JSON.readTree("\"0\""));
  }

  private static Event fallback(String id, String model, String asked, String dollars) {
    return new Call(id, "2026-11-21T08:00:00Z")
        .of(Dimension.PROVIDER, "openai")
        .of(Dimension.MODEL, model)
        .told(dollars, null)
        .extra("{\"fallback_from\":\"" + asked + "\"}")
        .event();
  }

  @Test
  void alerts_sayWhenWhoAndWhereTo() throws Exception {
    spend
        .hour(SettledSpend.USAGE, "2026-11-21T03:00:00Z", "search", "m1", "40")
        .hour(SettledSpend.USAGE, "2026-11-21T09:00:00Z", "batch", "m1", "80")
        .budget("1000", Period.DAY, "UTC", Map.of())
        .budget("100", Period.DAY, "UTC", Map.of(Dimension.MODEL, "m*"));

    JsonNode budgets = get("/api/costs/alerts").get("budgets");

    assertThat(budgets)
        .extracting(budget -> budget.get("name").asText() + " " + budget.get("ratio"))
        .containsExactly("b1 1.2", "b0 0.12");
    JsonNode spent = budgets.get(0);
    assertThat(spent.get("owner").asText()).isEqualTo("ann");
    assertThat(spent.get("where")).isEqualTo(JSON.readTree("{\"model\": \"m*\"}"));
    assertThat(spent.at("/thresholds/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"percent": 100, "amount_usd": "100", "crossed": true,
                 "reached_at": "2026-11-21T09:00:00Z", "crossed_at": "2026-11-21T12:34:56Z"}
                """));
    assertThat(spent.get("breach_at").isNull()).isTrue();
    assertThat(spent.get("drivers"))
        .extracting(driver -> driver.get("value").asText() + " " + driver.get("cost_usd").asText())
        .containsExactly("batch 80", "search 40", "m1 120");
    assertThat(budgets.at("/1/thresholds/0/reached_at").isNull()).isTrue();
  }

  @Test
  void quotas_areAlertsOfTheirOwnPageByPage() throws Exception {
    for (int i = 0; i < 5; i++) {
      spend.hour(SettledSpend.USAGE, "2026-11-21T03:00:00Z", "p" + i, "m", Integer.toString(i + 1));
    }
    spend.budget("10", Period.DAY, "UTC", Map.of());
    spend.budgets.add(spend.budgets.remove(0).per(Dimension.PROJECT, Map.of()));

    JsonNode first = get("/api/costs/alerts", "limit", "2");

    assertThat(first.get("total").asInt()).isEqualTo(5);
    assertThat(first.get("next_offset").asInt()).isEqualTo(2);
    assertThat(first.get("budgets"))
        .extracting(budget -> budget.get("name").asText() + " " + budget.get("ratio"))
        .containsExactly("b0/p4 0.5", "b0/p3 0.4");
    assertThat(first.at("/budgets/0/quota"))
        .isEqualTo(JSON.readTree("{\"budget\":\"b0\",\"by\":\"project\",\"value\":\"p4\"}"));
    assertThat(first.at("/budgets/0/where")).isEqualTo(JSON.readTree("{\"project\":\"p4\"}"));
    JsonNode last = get("/api/costs/alerts", "limit", "2", "offset", "4");
    assertThat(last.get("next_offset").isNull()).isTrue();
    assertThat(last.get("budgets"))
        .extracting(b -> b.get("name").asText())
        .containsExactly("b0/p0");
    assertThat(get("/api/costs/alerts", "offset", "9").get("budgets")).isEmpty();
  }

  private void call(
      String start, String model, long tokens, Long requests, String dollars, Savings savings) {
    append(start, model, tokens, requests, new Cost.Estimated(Money.usd(dollars)), savings);
  }

  private void unpriced(String start, String model, long tokens) {
    append(start, model, tokens, 0L, new Cost.Unpriced("no price"), Savings.NONE);
  }

  private void append(
      String start, String model, long tokens, Long requests, Cost cost, Savings savings) {
    ChargePeriod hour = ChargePeriod.hourOf(Instant.parse(start));
    Dimensions dimensions = Dimensions.of(Dimension.PROVIDER, "v").with(Dimension.MODEL, model);
    UsageRecord record =
        new UsageRecord(
            hour,
            dimensions,
            Tokens.of(TokenType.INPUT, tokens),
            requests,
            Map.of(),
            cost,
            savings);
    ledger.append(
        new Batch(
            "v:usage",
            hour,
            List.of(new Batch.Bucket(model, hour, true, List.of(record))),
            hour.end()));
  }

  private static Savings saved(String cache, String tier) {
    return new Savings(Money.usd(cache), Money.usd(tier));
  }

  private JsonNode get(String path, String... query) throws ApiException, IOException {
    return JSON.readTree(api().json(path, parameters(query)));
  }

  private ApiException refused(String path, String... query) {
    return catchThrowableOfType(ApiException.class, () -> api().json(path, parameters(query)));
  }

  private Api api() {
    Insights insights = spend.insights();
    List<BudgetState> states = new Budgets(spend.budgets, ledger, ledger.crossings()).states(NOW);
    return new Api(
        Asked.of(
            ledger, () -> states, some -> insights.budgetReports(some, NOW), List::of, insights),
        MutableClock.at(NOW.toString()),
        "1.2.3");
  }

  private static Map<String, List<String>> parameters(String... query) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put(query[i], List.of(query[i + 1]));
    }
    return parameters;
  }
}
