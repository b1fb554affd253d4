// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the vendors' protocols to a page: what the simulator knows to be true is what the JSON API
 * says to the nano and Prometheus to a double's precision, after late rows and restatements, and
 * again after the daemon was killed; a budget past 90 % pages once.
 */
final class FirstLightIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int DAYS = 9;
  private static final int SOURCES = 4;

  private static final List<String> COUNTERS =
      List.of(
          "aispend_cost_usd_total",
          "aispend_credits_usd_total",
          "aispend_tokens_total",
          "aispend_requests_total",
          "aispend_source_cost_usd_total",
          "aispend_source_tokens_total",
          "aispend_restated_usd_total");

  /** A double holds nanos exactly up to some millions of dollars; sums of doubles lose a little. */
  private static final Offset<BigDecimal> DOUBLE = Offset.offset(new BigDecimal("0.000001"));

  @TempDir private Path folder;

  @Test
  void fromProtocolsToAPage_isRightAndOnce() throws Exception {
    DemoOptions behind =
        DemoOptions.DEFAULT
            .withSeed(7)
            .withDays(DAYS)
            .withLag(Duration.ofHours(30))
            .withoutFaults();
    try (Stack stack = new Stack(folder, behind, budget("1000000"))) {
      BigDecimal early = awaitFirstView(stack);
      Web.post(stack.vendorUrl() + "/sim/knowledge?lag=PT0S", "");
      Web.post(stack.vendorUrl() + "/sim/settle", "");
      awaitTruth(stack);
      awaitPrometheus(stack);
      assertThat(total(stack.api("/costs/daily?days=40"))).isGreaterThan(early);
      assertThat(stack.query("sum(aispend_restated_usd_total{direction=\"up\"})")).isPositive();
      assertThat(stack.query("sum(aispend_restated_usd_total{direction=\"down\"})")).isPositive();
      Map<String, BigDecimal> before = totals(stack);

      killInTheMiddleOfAPoll(stack);
      awaitTruth(stack);
      awaitPrometheus(stack);
      assertThat(totals(stack)).isEqualTo(before);
      for (String counter : COUNTERS) {
        assertThat(stack.query("max(resets(" + counter + "[10m]))")).isEqualByComparingTo("0");
      }

      pastNinetyPercent(stack);
    }
  }

  /** What is known early: all four sources were read once, and more is to come. */
  private static BigDecimal awaitFirstView(Stack stack) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                stack.query("count(aispend_poll_last_success_timestamp_seconds > 0)").intValue()
                    == SOURCES);
    BigDecimal early = total(stack.api("/costs/daily?days=40"));
    assertThat(early).isPositive();
    return early;
  }

  /** Everything the API says equals the simulator's truth; days settle at the bill. */
  private static void awaitTruth(Stack stack) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              JsonNode truth = stack.truth().path("final");
              for (String vendor : new String[] {"openai", "anthropic"}) {
                assertThat(billedByDay(stack, vendor))
                    .as("billed by %s", vendor)
                    .isEqualTo(trueCostByDay(truth, vendor));
                assertThat(tokens(stack, vendor))
                    .as("tokens of %s", vendor)
                    .isEqualTo(trueTokens(truth, vendor));
                assertSettledDaysEndAtTheBill(stack, vendor, truth);
              }
            });
  }

  private static void assertSettledDaysEndAtTheBill(Stack stack, String vendor, JsonNode truth) {
    Instant settled = settledUntil(stack, vendor + ":costs");
    Map<String, BigDecimal> canonical =
        byDay(stack.api("/costs/daily?days=" + (DAYS + 1) + "&provider=" + vendor));
    Map<String, BigDecimal> metered =
        byDay(stack.api("/costs/daily?days=" + (DAYS + 1) + "&source=" + vendor + ":usage"));
    Map<String, BigDecimal> bill = trueCostByDay(truth, vendor);
    canonical.forEach(
        (day, cost) -> {
          boolean isSettled =
              !Instant.parse(day + "T00:00:00Z").plus(1, ChronoUnit.DAYS).isAfter(settled);
          assertThat(cost)
              .as("%s on %s, settled %s", vendor, day, isSettled)
              .isEqualByComparingTo(
                  isSettled && bill.containsKey(day)
                      ? bill.get(day)
                      : metered.getOrDefault(day, BigDecimal.ZERO));
        });
  }

  /** What Prometheus scraped says the same as the API. */
  private static void awaitPrometheus(Stack stack) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              JsonNode truth = stack.truth().path("final");
              for (String vendor : new String[] {"openai", "anthropic"}) {
                assertThat(scrapedTokens(stack, vendor)).isEqualTo(trueTokens(truth, vendor));
                assertSame(
                    stack,
                    "sum(aispend_cost_usd_total{provider='%1$s'})"
                        + " - sum(aispend_credits_usd_total{provider='%1$s'})",
                    vendor,
                    total(stack.api("/costs/daily?days=40&provider=" + vendor)));
                for (String source : new String[] {":usage", ":costs"}) {
                  assertSame(
                      stack,
                      "sum(aispend_source_cost_usd_total{source='%1$s"
                          + source
                          + "'}) - (sum(aispend_source_credits_outstanding_usd{source='%1$s"
                          + source
                          + "'}) or vector(0))",
                      vendor,
                      total(stack.api("/costs/daily?days=40&source=" + vendor + source)));
                }
                assertThat(
                        stack.query(
                            "sum(aispend_window_cost_usd{window='30d',provider='%s'})"
                                .formatted(vendor)))
                    .isCloseTo(total(stack.api("/costs/daily?days=31&provider=" + vendor)), DOUBLE);
              }
            });
  }

  private static void assertSame(Stack stack, String promql, String vendor, BigDecimal expected) {
    assertThat(stack.query(promql.formatted(vendor)))
        .as(promql.formatted(vendor))
        .isCloseTo(expected, DOUBLE);
  }

  private static void killInTheMiddleOfAPoll(Stack stack) throws Exception {
    int seen = requests(stack);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> requests(stack) > seen);
    stack.killDaemon();
    stack.restartDaemon();
  }

  private static int requests(Stack stack) {
    return Web.json(stack.vendorUrl() + "/sim/requests").toString().length();
  }

  private static void pastNinetyPercent(Stack stack) throws Exception {
    BigDecimal spent =
        new BigDecimal(
            stack.api("/costs/alerts").path("budgets").get(0).path("spent_usd").asText());
    assertThat(spent).isPositive();
    BigDecimal limit = spent.divide(new BigDecimal("0.93"), 2, RoundingMode.HALF_EVEN);
    stack.configure(budget(limit.toPlainString()));
    stack.reload();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !stack.webhook.firing("AISpendBudgetThreshold").isEmpty()
                    && !stack.smtp.mails().isEmpty());
    // Long enough for a second message, were there one: the group waits 3 s.
    await()
        .during(Duration.ofSeconds(15))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(stack.webhook.firing("AISpendBudgetThreshold"))
                    .singleElement()
                    .satisfies(
                        message ->
                            assertThat(message.path("commonLabels").path("threshold").asText())
                                .isEqualTo("90")));
    assertThat(stack.smtp.mails().stream().filter(mail -> mail.contains("budget")).count())
        .isEqualTo(1);
  }

  /** A daily budget in a zone whose day is neither young nor about to end. */
  private static String budget(String limit) {
    int utcHour = Clock.systemUTC().instant().atOffset(ZoneOffset.UTC).getHour();
    int ahead = 16 - utcHour;
    int offset = ahead > 12 ? ahead - 24 : ahead;
    // The sign of these zones' names is the other way round.
    String zone = offset == 0 ? "UTC" : "Etc/GMT" + (offset > 0 ? "-" : "+") + Math.abs(offset);
    return """
        [[budget]]
        name = "company"
        limit_usd = "%s"
        period = "day"
        zone = "%s"
        owner = "e2e"
        """
        .formatted(limit, zone);
  }

  private static Map<String, BigDecimal> totals(Stack stack) {
    return new TreeMap<>(
        stack.queryBy("__name__", "sum by (__name__) ({__name__=~\"aispend_.*_usd_total\"})"));
  }

  private static Map<String, BigDecimal> billedByDay(Stack stack, String vendor) {
    return byDay(stack.api("/costs/daily?days=" + (DAYS + 1) + "&source=" + vendor + ":costs"));
  }

  private static Map<String, BigDecimal> trueCostByDay(JsonNode truth, String vendor) {
    Map<String, BigDecimal> days = new TreeMap<>();
    truth
        .path(vendor)
        .path("costs")
        .path("rows")
        .forEach(
            row ->
                days.merge(
                    row.path("day").asText(),
                    new BigDecimal(row.path("amount").asText()),
                    BigDecimal::add));
    return normalised(days);
  }

  private static Map<String, BigDecimal> byDay(JsonNode answer) {
    Map<String, BigDecimal> days = new TreeMap<>();
    answer
        .path("days")
        .forEach(
            row ->
                days.put(row.path("date").asText(), new BigDecimal(row.path("cost_usd").asText())));
    return normalised(days);
  }

  /** Without days of no cost, and in one scale, so that maps can be compared. */
  private static Map<String, BigDecimal> normalised(Map<String, BigDecimal> days) {
    days.values().removeIf(cost -> cost.signum() == 0);
    days.replaceAll((day, cost) -> cost.setScale(9, RoundingMode.UNNECESSARY));
    return days;
  }

  private static BigDecimal total(JsonNode daily) {
    return byDay(daily).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Map<String, BigDecimal> tokens(Stack stack, String vendor) {
    Map<String, BigDecimal> tokens = new TreeMap<>();
    stack
        .api("/costs/daily?days=" + (DAYS + 1) + "&source=" + vendor + ":usage")
        .path("tokens")
        .properties()
        .forEach(field -> tokens.put(field.getKey(), field.getValue().decimalValue()));
    tokens.values().removeIf(count -> count.signum() == 0);
    return tokens;
  }

  private static Map<String, BigDecimal> scrapedTokens(Stack stack, String vendor) {
    Map<String, BigDecimal> tokens =
        new TreeMap<>(
            stack.queryBy(
                "type",
                ("sum by (type) (aispend_source_tokens_total{source='%1$s:usage'})"
                        + " - sum by (type)"
                        + " (aispend_source_credits_outstanding_tokens{source='%1$s:usage'})")
                    .formatted(vendor)));
    tokens.values().removeIf(count -> count.signum() == 0);
    return tokens;
  }

  private static Map<String, BigDecimal> trueTokens(JsonNode truth, String vendor) {
    Map<String, BigDecimal> tokens = new TreeMap<>();
    truth
        .path(vendor)
        .path("usage")
        .path("totals")
        .path("tokens_by_label")
        .properties()
        .forEach(field -> tokens.put(field.getKey(), field.getValue().decimalValue()));
    tokens.values().removeIf(count -> count.signum() == 0);
    return tokens;
  }

  private static Instant settledUntil(Stack stack, String source) {
    for (JsonNode row : stack.api("/sources").path("sources")) {
      if (row.path("name").asText().equals(source)) {
        return Instant.parse(row.path("settled_until").asText());
      }
    }
    throw new IllegalStateException("no source " + source);
  }
}
