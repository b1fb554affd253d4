// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON API and /metrics tell the same totals: polled, sent, restated, credited. */
final class SameTotalsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(aispend_[a-z_]+)\\{(.*)} (\\S+)$");

  @TempDir private Path folder;
  private Daemon daemon;
  private String scraped;

  @BeforeEach
  void spend() throws Exception {
    daemon = new Daemon(folder).start();
    Spend polled = new Spend(daemon.ledger).register("openai", "anthropic");
    polled
        .hour("2026-11-21T12:00:00Z", "openai", model("gpt-5"), saving("1.25"), saved(70, 30))
        .hour("2026-11-21T03:00:00Z", "openai", model("gpt-5-mini"), saving("2"), Savings.NONE)
        .hour("2026-11-10T03:00:00Z", "openai", model("gpt-5"), saving("4"), saved(5, -9))
        .hour("2026-11-20T12:00:00Z", "anthropic", model("claude"), saving("8"), Savings.NONE)
        // Seen once at 16 and then at 9, and once at 1 and then at 3.
        .hour("2026-11-20T15:00:00Z", "anthropic", model("claude"), saving("16"), Savings.NONE)
        .hour("2026-11-20T15:00:00Z", "anthropic", model("claude"), saving("9"), Savings.NONE)
        .hour("2026-11-20T16:00:00Z", "anthropic", model("claude"), saving("1"), Savings.NONE)
        .hour("2026-11-20T16:00:00Z", "anthropic", model("claude"), saving("3"), Savings.NONE);
    for (int i = 0; i < 5; i++) {
      String event =
          """
          {"event_id": "e%d", "timestamp": "2026-11-21T1%d:15:00Z", "provider": "bedrock",
           "model": "nova", "input_tokens": 100, "output_tokens": 10, "cost_usd": "0.1"}
          """
              .formatted(i, i % 3);
      assertThat(
              daemon
                  .send("POST", "/api/events", event, "Content-Type", "application/json")
                  .statusCode())
          .isEqualTo(200);
    }
    scraped = daemon.get("/metrics").body();
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void allTime_isCountersLessCredits() throws Exception {
    Map<String, BigDecimal> counted = byProvider("aispend_cost_usd_total", "");
    byProvider("aispend_credits_usd_total", "")
        .forEach((provider, credit) -> counted.merge(provider, credit.negate(), BigDecimal::add));
    assertSame(counted, rows("/api/costs/by/provider?days=400", "cost_usd"));
    assertSame(
        byProvider("aispend_tokens_total", ""),
        rows("/api/costs/by/provider?days=400", "total_tokens"));
    assertSame(
        byProvider("aispend_requests_total", ""),
        rows("/api/costs/by/provider?days=400", "requests"));
  }

  @Test
  void windows_areTheSameStretches() throws Exception {
    // 1.25 and 2 of openai, half a dollar of events, and of anthropic what is from 13:00 on.
    assertThat(api("/api/costs/summary?window_hours=24").path("cost_usd").asText())
        .isEqualTo("15.75");
    // A gauge has the running hour beside its full ones, as it must not fall at each full hour.
    assertSum("24h", "/api/costs/summary?window_hours=25");
    assertSum("1h", "/api/costs/summary?window_hours=2");
    assertSum("today", "/api/costs/today");
    assertSame(
        byProvider("aispend_window_cost_usd", "window=\"mtd\""),
        rows("/api/costs/by/provider?days=21", "cost_usd"));
    assertThat(sum("aispend_window_cost_usd", "window=\"mtd\""))
        .isEqualByComparingTo(api("/api/costs/forecast").path("spend_to_date_usd").asText());
  }

  @Test
  void savings_areTheSame() throws Exception {
    JsonNode saved = api("/api/costs/savings?days=21");
    assertThat(saved.path("cache_usd").asText()).isEqualTo("75");
    assertThat(sum("aispend_window_savings_usd", "window=\"mtd\"", "kind=\"cache\""))
        .isEqualByComparingTo(saved.path("cache_usd").asText());
    assertThat(sum("aispend_window_savings_usd", "window=\"mtd\"", "kind=\"tier\""))
        .isEqualByComparingTo(saved.path("tier_usd").asText());
  }

  private void assertSum(String window, String path) throws Exception {
    assertThat(sum("aispend_window_cost_usd", "window=\"" + window + "\""))
        .as(window)
        .isEqualByComparingTo(api(path).path("cost_usd").asText());
  }

  private static void assertSame(
      Map<String, BigDecimal> metrics, Map<String, BigDecimal> answered) {
    metrics.values().removeIf(value -> value.signum() == 0);
    assertThat(answered).isNotEmpty();
    assertThat(metrics.keySet()).isEqualTo(answered.keySet());
    metrics.forEach(
        (provider, value) ->
            assertThat(value).as(provider).isEqualByComparingTo(answered.get(provider)));
  }

  private Map<String, BigDecimal> rows(String path, String member) throws Exception {
    Map<String, BigDecimal> rows = new TreeMap<>();
    for (JsonNode row : api(path).path("rows")) {
      rows.put(row.path("value").asText(), new BigDecimal(row.path(member).asText()));
    }
    return rows;
  }

  private JsonNode api(String path) throws Exception {
    return JSON.readTree(daemon.get(path).body());
  }

  private BigDecimal sum(String name, String... labels) {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher sample = SAMPLE.matcher(scraped);
    while (sample.find()) {
      if (sample.group(1).equals(name)
          && List.of(labels).stream().allMatch(sample.group(2)::contains)) {
        sum = sum.add(new BigDecimal(sample.group(3)));
      }
    }
    return sum;
  }

  private Map<String, BigDecimal> byProvider(String name, String label) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (String provider : List.of("openai", "anthropic", "bedrock")) {
      sums.put(provider, sum(name, "provider=\"" + provider + "\"", label));
    }
    return sums;
  }

  private static Cost saving(String dollars) {
    return new Cost.Estimated(Money.usd(dollars));
  }

  private static Savings saved(int cache, int tier) {
    return new Savings(Money.usd(Integer.toString(cache)), Money.usd(Integer.toString(tier)));
  }

  private static Map<Dimension, String> model(String name) {
    return Map.of(Dimension.MODEL, name);
  }
}
