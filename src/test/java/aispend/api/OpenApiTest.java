// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.BudgetState;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document describes what the handlers give, member by member, in both directions. */
class OpenApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  void everyAnswer_isAsTheDocumentSays() throws Exception {
    try (SqlLedger ledger = ledger()) {
      Api api = api(ledger);
      JsonNode document = JSON.readTree(api.json("/api/openapi.json", Map.of()));
      SchemaCheck check = new SchemaCheck(document);
      List<String> problems = new ArrayList<>();
      for (Endpoint endpoint : api.endpoints()) {
        JsonNode schema =
            document
                .path("paths")
                .path(endpoint.path())
                .at("/get/responses/200/content/application~1json/schema");
        assertThat(schema.isObject()).as(endpoint.path()).isTrue();
        String path = endpoint.path().replace("{dimension}", "model");
        JsonNode answer = JSON.readTree(api.json(path, Map.of()));
        check.problems(path, schema, answer).forEach(problems::add);
        if (path.startsWith("/api/costs/")) {
          answer = JSON.readTree(api.json(path, Map.of("explain", List.of("true"))));
          check.problems(path + "?explain", schema, answer).forEach(problems::add);
        }
      }

      assertThat(problems).isEmpty();
      assertThat(check.problems("changed", moneySchema(document), JSON.readTree("1.5")))
          .containsExactly("changed is 1.5, not a string");
    }
  }

  @Test
  void everyParameter_isTakenAndBounded() throws Exception {
    try (SqlLedger ledger = ledger()) {
      Api api = api(ledger);
      JsonNode document = JSON.readTree(api.json("/api/openapi.json", Map.of()));
      Set<String> paths = new TreeSet<>();
      document.path("paths").fieldNames().forEachRemaining(paths::add);

      assertThat(paths)
          .containsExactlyInAnyOrder(
              "/api/costs/summary",
              "/api/costs/hourly",
              "/api/costs/daily",
              "/api/costs/today",
              "/api/costs/by/{dimension}",
              "/api/costs/feature",
              "/api/costs/top",
              "/api/costs/alerts",
              "/api/costs/reconciliation",
              "/api/sources",
              "/api/events",
              "/api/latency");
      for (String path : paths) {
        for (JsonNode parameter : document.path("paths").path(path).at("/get/parameters")) {
          take(api, path.replace("{dimension}", "model"), parameter);
        }
      }
    }
  }

  private static void take(Api api, String path, JsonNode parameter) throws ApiException {
    String name = parameter.get("name").asText();
    JsonNode schema = parameter.get("schema");
    if (schema.get("type").asText().equals("integer")) {
      api.json(path, Map.of(name, List.of(schema.get("minimum").asText())));
      api.json(path, Map.of(name, List.of(schema.get("maximum").asText())));
      api.json(path, Map.of(name, List.of(schema.get("default").asText())));
    } else if (parameter.get("in").asText().equals("query")) {
      String usual = name.equals("source") ? "openai:usage" : "x";
      api.json(path, Map.of(name, List.of(schema.path("example").asText(usual))));
    }
  }

  private static JsonNode moneySchema(JsonNode document) {
    return document.at("/components/schemas/Amounts/properties/cost_usd");
  }

  private SqlLedger ledger() {
    SqlLedger ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    new Spend(ledger)
        .register("openai")
        .hour(
            "2026-11-21T11:00:00Z",
            "openai",
            Map.of(
                Dimension.MODEL,
                "gpt-5",
                Dimension.AGENT,
                "a",
                Dimension.USER,
                "u",
                Dimension.FEATURE,
                "f"),
            "1.5");
    ledger.appendEvents(
        List.of(
            new Call("a", "2026-11-21T11:00:00Z").took(7L, 2L).event(),
            new Call("b", "2026-11-21T11:00:00Z").of(Dimension.PROVIDER, "openai").event()),
        Instant.parse("2026-11-21T12:00:00Z"));
    return ledger;
  }

  private static Api api(SqlLedger ledger) {
    BudgetState budget =
        new BudgetState(
            "company",
            "org",
            "day",
            "2026-11-21",
            "me",
            Money.usd("10"),
            Money.usd("3"),
            new BigDecimal("0.3"),
            Instant.parse("2026-11-22T00:00:00Z"));
    ProviderHealth health =
        new ProviderHealth("openai", "off", null, "failed", null, List.of("openai:usage"));
    return new Api(
        ledger,
        () -> List.of(budget),
        () -> List.of(health),
        MutableClock.at("2026-11-21T12:34:56Z"),
        "1.2.3");
  }
}
