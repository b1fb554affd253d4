// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.AnomalyConfig;
import aispend.config.BudgetConfig;
import aispend.insight.AnomalyRules;
import aispend.insight.BudgetState;
import aispend.insight.Budgets;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.ledger.Batch;
import aispend.ledger.Repricer;
import aispend.ledger.Repricings;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.testing.ApiDocument;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document describes what the handlers give. */
class OpenApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

  @TempDir private Path folder;
  private SqlLedger ledger;
  private Api api;
  private ApiDocument document;

  @BeforeEach
  void open() throws Exception {
    ledger = ledger();
    api = api(ledger);
    document = new ApiDocument(api.json("/api/openapi.json", Map.of()));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void everyAnswer_isAsTheDocumentSays() throws Exception {
    List<String> problems = new ArrayList<>();
    for (Endpoint endpoint : api.endpoints()) {
      byte[] answer =
          api.json(endpoint.path().replace("{dimension}", "model"), usual(endpoint.path()));
      problems.addAll(document.problems(endpoint.path(), 200, answer));
      // What is empty shows nothing of its rows.
      problems.addAll(emptyLists(endpoint.path(), JSON.readTree(answer)));
      if (endpoint.path().startsWith("/api/costs/")) {
        byte[] explained =
            api.json(
                endpoint.path().replace("{dimension}", "model"),
                Map.of("explain", List.of("true")));
        problems.addAll(document.problems(endpoint.path(), 200, explained));
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void answersOfAnEmptyLedger_areAsTheDocumentSays() throws Exception {
    try (SqlLedger empty =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("empty.db"), List.of(Dimension.PROVIDER))) {
      Api bare = new Api(Asked.of(empty), MutableClock.at(NOW.toString()), "1.2.3");
      for (Endpoint endpoint : bare.endpoints()) {
        byte[] answer =
            bare.json(endpoint.path().replace("{dimension}", "model"), usual(endpoint.path()));
        assertThat(document.problems(endpoint.path(), 200, answer)).isEmpty();
      }
    }
  }

  @Test
  void answerOfAnotherShape_isSeen() throws Exception {
    String answer = new String(api.json("/api/costs/today", Map.of()), StandardCharsets.UTF_8);
    assertThat(problems(answer.replaceAll("\"cost_usd\":\"([0-9.]+)\"", "\"cost_usd\":$1")))
        .isNotEmpty();
    assertThat(problems(answer.replace("\"as_of\"", "\"asof\""))).isNotEmpty();
    assertThat(problems(answer.replace("2026-11-21T12:34:56Z", "yesterday"))).isNotEmpty();
    assertThat(problems(answer)).isEmpty();
  }

  @Test
  void everyParameter_isTakenAndBounded() throws Exception {
    assertThat(document.paths())
        .containsExactlyInAnyOrder(
            "/api/costs/summary",
            "/api/costs/hourly",
            "/api/costs/daily",
            "/api/costs/today",
            "/api/costs/by/{dimension}",
            "/api/costs/feature",
            "/api/costs/top",
            "/api/costs/trend",
            "/api/costs/forecast",
            "/api/costs/anomalies",
            "/api/costs/alerts",
            "/api/costs/reconciliation",
            "/api/costs/savings",
            "/api/sources",
            "/api/events",
            "/api/latency",
            "/api/months",
            "/api/replicas",
            "/api/prices",
            "/api/repricings",
            "/api/currencies");
    for (String path : document.paths()) {
      for (JsonNode parameter : document.parameters(path)) {
        take(parameter, query -> api.json(path.replace("{dimension}", "model"), query));
      }
    }
  }

  @Test
  void everyParameterOfAFile_isTakenAndBounded() throws Exception {
    assertThat(document.files())
        .containsExactlyInAnyOrder("/api/costs/reconciliation/rows", "/api/export")
        .containsExactlyInAnyOrderElementsOf(api.filePaths());
    for (String path : document.files()) {
      assertThat(document.parameters(path)).isNotEmpty();
      for (JsonNode parameter : document.parameters(path)) {
        take(parameter, query -> api.file(path, query));
      }
    }
  }

  private interface Question {
    void ask(Map<String, List<String>> query) throws ApiException;
  }

  private List<String> problems(String answer) {
    return document.problems("/api/costs/today", 200, answer.getBytes(StandardCharsets.UTF_8));
  }

  private static void take(JsonNode parameter, Question question) throws ApiException {
    String name = parameter.get("name").asText();
    JsonNode schema = parameter.get("schema");
    if (schema.get("type").asText().equals("integer")) {
      question.ask(Map.of(name, List.of(schema.get("minimum").asText())));
      question.ask(Map.of(name, List.of(schema.get("maximum").asText())));
      question.ask(Map.of(name, List.of(schema.get("default").asText())));
    } else if (parameter.get("in").asText().equals("query")) {
      String usual = name.equals("source") ? "openai:usage" : "x";
      question.ask(Map.of(name, List.of(schema.path("example").asText(usual))));
    }
  }

  private static Map<String, List<String>> usual(String path) {
    return switch (path) {
      case "/api/costs/savings" -> Map.of("as_model", List.of("gpt-5-mini"));
      case "/api/months" -> Map.of("months", List.of("2"));
      case "/api/costs/trend" -> Map.of("dimension", List.of("model"));
      default -> Map.of();
    };
  }

  private static List<String> emptyLists(String where, JsonNode value) {
    List<String> empty = new ArrayList<>();
    if (value.isArray() && value.isEmpty()) {
      empty.add(where + " is empty");
    }
    value
        .properties()
        .forEach(
            member -> empty.addAll(emptyLists(where + "." + member.getKey(), member.getValue())));
    if (value.isArray()) {
      value.forEach(item -> empty.addAll(emptyLists(where + "[]", item)));
    }
    return empty;
  }

  /** Five weeks of one model, with ten times as much on the last settled day. */
  private SqlLedger ledger() {
    SqlLedger filled =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    Map<Dimension, String> dimensions = new HashMap<>();
    dimensions.put(Dimension.MODEL, "gpt-5");
    dimensions.put(Dimension.AGENT, "a");
    dimensions.put(Dimension.USER, "u");
    dimensions.put(Dimension.FEATURE, "f");
    dimensions.put(Dimension.PROJECT, "p");
    dimensions.put(Dimension.TIER, "batch");
    Spend spend = new Spend(filled).register("openai");
    for (int back = 40; back >= 0; back--) {
      spend.hour(
          NOW.minusSeconds(86_400L * back + 7_200).toString(),
          "openai",
          dimensions,
          new Cost.Estimated(Money.usd(back == 1 ? "150" : "15")),
          Savings.usd(1_000_000_000, 500_000_000));
    }
    ChargePeriod last = ChargePeriod.hourOf(NOW);
    filled.append(new Batch("openai:usage", last, List.of(), last.end()));
    filled.appendEvents(
        List.of(
            new Call("a", "2026-11-21T11:00:00Z")
                .took(7L, 2L)
                .extra("{\"fallback_from\":\"gpt-5\"}")
                .event(),
            new Call("b", "2026-11-21T11:00:00Z").of(Dimension.PROVIDER, "openai").event()),
        NOW);
    spend.inEuros(ChargePeriod.hourOf(NOW.minusSeconds(7_200)), "mistral", "1.5");
    priceAgain(filled);
    return filled;
  }

  private static void priceAgain(SqlLedger ledger) {
    Repricer dearer =
        use ->
            use.tokens().total() == 110
                ? Optional.of(
                    new Repricer.Worth(
                        new Cost.Estimated(Money.usd("16")),
                        Savings.usd(1_000_000_000, 500_000_000)))
                : Optional.empty();
    ledger
        .repricings()
        .run(
            new Repricings.Order(NOW.minusSeconds(86_400), "b", "me"),
            dearer,
            MutableClock.at(NOW.toString()),
            (source, hour) -> {});
  }

  private static Api api(SqlLedger ledger) {
    BudgetConfig budget =
        new BudgetConfig(
            "company",
            Money.usd("10"),
            new BudgetConfig.Cycle(BudgetConfig.Period.DAY, ZoneOffset.UTC),
            "me",
            List.of(50, 100),
            Map.of(Dimension.PROVIDER, "openai"),
            BudgetConfig.Action.ALERT);
    Insights insights =
        new Insights(
            new InsightSettings(
                List.of(budget),
                List.of(),
                Map.of(),
                List.of(Spend.usageOf("openai")),
                AnomalyRules.of(AnomalyConfig.USUAL)),
            ledger);
    List<BudgetState> states = new Budgets(List.of(budget), ledger, ledger.crossings()).states(NOW);
    ProviderHealth health =
        new ProviderHealth("openai", "off", null, "failed", null, List.of("openai:usage"));
    return new Api(
        Asked.of(
            ledger,
            () -> states,
            some -> insights.budgetReports(some, NOW),
            () -> List.of(health),
            insights),
        MutableClock.at(NOW.toString()),
        "1.2.3");
  }
}
