// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each alert about money, from the simulated vendors and applications to a page at a sink. All runs
 * on the shipped rules, whose waits are cut to a second.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpendAlertsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int DAYS = 14;

  /**
   * Seconds instead of hours, a slow burn that a weekend does not end, and a forecast against a day
   * of spend: at a month's end it is hardly above what is spent, at which a spent budget silences
   * it.
   */
  private static final Rules RULES =
      new Rules(
          true,
          Map.of(
              "{window=\"3d\"}) > 1.5", "{window=\"3d\"}) > 0.3",
              "{window=\"24h\"}) > 1.5", "{window=\"24h\"}) > 0.3",
              "(aispend_budget_usd)", "(aispend_budget_usd / 1000)"));

  private Stack stack;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    DemoOptions behind =
        DemoOptions.DEFAULT
            .withSeed(5)
            .withDays(DAYS)
            .withLag(Duration.ofHours(20))
            .withoutFaults();
    stack = new Stack(folder, behind, Settings.of(""), RULES);
    await()
        .atMost(PATIENCE)
        .until(() -> stack.count("aispend_poll_last_success_timestamp_seconds > 0") == 4);
    Web.post(stack.vendorUrl() + "/sim/knowledge?lag=PT0S", "");
    applications();
    stack.configure(
        Settings.of(sections(meanDay()))
            .withProvider(
                "key_expires = \""
                    + LocalDate.now(Clock.systemUTC().withZone(ZoneOffset.UTC)).plusDays(9)
                    + "\""));
    stack.reload();
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AISpendBudgetThreshold",
        "AISpendBudgetBurnFast",
        "AISpendBudgetBurnSlow",
        "AISpendForecastOverBudget",
        "AISpendDayAboveBaseline",
        "AISpendRunawayLoop",
        "AISpendSpendVanished",
        "AISpendUnattributed",
        "AISpendUnpricedModel",
        "AISpendReconciliationDrift",
        "AISpendRestatementStorm",
        "AISpendBalanceLow",
        "AISpendKeyExpiring",
      })
  void alert_reachesThePage(String alert) {
    await().atMost(PATIENCE).until(() -> !stack.webhook.firing(alert).isEmpty());
  }

  @Test
  void oneBudget_isToldOfItsWorstRungOnly() {
    alert_reachesThePage("AISpendBudgetThreshold");
    await()
        .during(Duration.ofSeconds(10))
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                stack.webhook.firing("AISpendBudgetThreshold").stream()
                    .map(message -> message.path("commonLabels"))
                    .filter(labels -> labels.path("name").asText().equals("spent"))
                    .allMatch(labels -> labels.path("threshold").asText().equals("100")));
  }

  /** Applications of which the vendors know nothing: one with a day like no other, one gone. */
  private void applications() {
    Instant today = Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS);
    Instant settled = settledUntil();
    for (int day = 1; day <= 9; day++) {
      Instant noon = settled.minus(day, ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);
      Events.post(stack, "spiky", "spiky", noon, new BigDecimal(day == 1 ? "900" : "30"));
    }
    Events.post(stack, "gone", "tests", today.minus(3, ChronoUnit.DAYS), new BigDecimal("40"));
    Instant now = Clock.systemUTC().instant();
    Events.post(stack, "looping", "", now, new BigDecimal("400"));
  }

  /** The end of the last day that all vendors have settled. */
  private Instant settledUntil() {
    Instant settled = Instant.MAX;
    for (JsonNode source : stack.api("/sources").path("sources")) {
      Instant until = Instant.parse(source.path("settled_until").asText());
      settled = until.isBefore(settled) ? until : settled;
    }
    return settled.truncatedTo(ChronoUnit.DAYS);
  }

  /** What OpenAI cost on a day of the last week. */
  private BigDecimal meanDay() {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode day : stack.api("/costs/daily?days=8&provider=openai").path("days")) {
      sum = sum.add(new BigDecimal(day.path("cost_usd").asText()));
    }
    return sum.divide(BigDecimal.valueOf(8), 2, RoundingMode.HALF_EVEN);
  }

  /**
   * One budget far gone, one used up within weeks, and one of which the forecast takes more than a
   * thousandth: each of these alerts silences the next about the same budget.
   */
  private static String sections(BigDecimal meanDay) {
    LocalDate today = LocalDate.now(Clock.systemUTC().withZone(ZoneOffset.UTC));
    return """
        [alerts]
        restatement_usd = "1"
        low_balance_usd = "100"
        [[prepaid]]
        provider = "anthropic"
        amount_usd = "10"
        from = "%1$s"
        [[budget]]
        name = "spent"
        limit_usd = "1"
        owner = "e2e"
        [[budget]]
        name = "fast pace"
        limit_usd = "%2$s"
        owner = "e2e"
        where = { provider = "openai" }
        [[budget]]
        name = "month end"
        limit_usd = "%3$s"
        owner = "e2e"
        where = { provider = "openai" }
        """
        .formatted(
            today.minusDays(10),
            meanDay.multiply(BigDecimal.valueOf(20)),
            meanDay.multiply(BigDecimal.valueOf(1000)));
  }
}
