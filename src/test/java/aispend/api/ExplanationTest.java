// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.ledger.Batch;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Source;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why a day says what it says. On the 19th an application told 1 of the 4 that usage says, and the
 * bill says 5; on the 21st it told 1 and usage says 2.
 */
class ExplanationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Source COSTS =
      new Source(
          "openai:costs",
          "openai",
          Layer.BILLED,
          Source.Timeliness.DAILY,
          Duration.ofDays(1),
          Duration.ofDays(30),
          Duration.ofDays(3),
          Duration.ofDays(1));

  @TempDir private Path folder;
  private SqlLedger ledger;
  private Api api;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    Spend spend = new Spend(ledger).register("openai");
    ledger.register(COSTS, Set.of());
    Map<Dimension, String> model = Map.of(Dimension.MODEL, "gpt-5");
    call("a", "2026-11-19T09:10:00Z");
    spend.hour("2026-11-19T09:00:00Z", "openai", model, "4");
    bill("5");
    call("b", "2026-11-21T11:10:00Z");
    spend.hour("2026-11-21T11:00:00Z", "openai", model, "2");
    api = new Api(Asked.of(ledger), MutableClock.at("2026-11-21T12:34:56Z"), "1.2.3");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void explainedDays_sayWhichLayerContributedWhat() throws Exception {
    JsonNode answer = get("/api/costs/daily", "explain", "true", "days", "3");

    assertThat(rows(answer))
        .containsExactly(
            "2026-11-19T00:00:00Z events@openai attributed detail 1 of 1 settled",
            "2026-11-19T00:00:00Z openai:usage metered residual 3 of 4 settled",
            "2026-11-19T00:00:00Z openai:costs billed residual 1 of 5 settled",
            "2026-11-21T00:00:00Z events@openai attributed detail 1 of 1",
            "2026-11-21T00:00:00Z openai:usage metered residual 1 of 2");
    assertThat(sum(answer)).isEqualByComparingTo("7");
    assertThat(answer.get("cost_usd").asText()).isEqualTo("7");
  }

  @Test
  void windowInHours_isExplainedByHour() throws Exception {
    JsonNode answer = get("/api/costs/summary", "explain", "true", "window_hours", "2");

    assertThat(rows(answer))
        .containsExactly(
            "2026-11-21T11:00:00Z events@openai attributed detail 1 of 1",
            "2026-11-21T11:00:00Z openai:usage metered residual 1 of 2");
  }

  @Test
  void filters_narrowTheExplanationToo() throws Exception {
    for (String path : List.of("/api/costs/daily", "/api/costs/by/model")) {
      JsonNode answer = get(path, "explain", "true", "feature", "search", "model", "*");
      assertThat(sum(answer))
          .as(path)
          .isEqualByComparingTo(answer.get("cost_usd").asText())
          .isEqualByComparingTo("2");
    }
  }

  @Test
  void unexplainedAnswer_hasNoExplanation() throws Exception {
    assertThat(get("/api/costs/daily").get("explanation").isNull()).isTrue();
    assertThat(get("/api/costs/daily", "explain", "false").get("explanation").isNull()).isTrue();
  }

  @Test
  void anotherValue_isRefused() {
    assertThatThrownBy(() -> get("/api/costs/daily", "explain", "yes"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("explain is 'yes'; allowed: true, false");
  }

  private void call(String id, String at) {
    ledger.appendEvents(
        List.of(
            new Call(id, at).of(Dimension.PROVIDER, "openai").of(Dimension.MODEL, "gpt-5").event()),
        Instant.parse(at));
  }

  private void bill(String dollars) {
    ChargePeriod day = ChargePeriod.dayOf(Instant.parse("2026-11-19T00:00:00Z"));
    UsageRecord line =
        new UsageRecord(
            day,
            Dimensions.of(Dimension.PROVIDER, "openai"),
            Tokens.NONE,
            null,
            Map.of(),
            new Cost.Billed(
                Money.usd(dollars), new ReportedCost(dollars, ReportedCost.Unit.MAJOR, "usd")));
    ledger.append(
        new Batch(
            "openai:costs",
            day,
            List.of(new Batch.Bucket("main", day, true, List.of(line))),
            Instant.parse("2026-11-21T00:00:00Z")));
  }

  private JsonNode get(String path, String... pairs) throws Exception {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      query.put(pairs[i], List.of(pairs[i + 1]));
    }
    return JSON.readTree(api.json(path, query));
  }

  private static BigDecimal sum(JsonNode answer) {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode row : answer.get("explanation")) {
      sum = sum.add(new BigDecimal(row.get("contributed_usd").asText()));
    }
    return sum;
  }

  private static List<String> rows(JsonNode answer) {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.get("explanation")) {
      rows.add(
          String.join(
              " ",
              row.get("start").asText(),
              row.get("source").asText(),
              row.get("layer").asText(),
              row.get("part").asText(),
              row.get("contributed_usd").asText(),
              "of",
              row.get("reported_usd").asText()
                  + (row.get("settled").asBoolean() ? " settled" : "")));
    }
    return rows;
  }
}
