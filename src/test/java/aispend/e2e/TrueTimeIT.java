// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty days of history with late and restated rows, a vendor that is away for a while and a
 * Prometheus that is killed: in the end Prometheus' sum of each day is the simulator's truth, by
 * provider, project and model.
 */
final class TrueTimeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int DAYS = 60;
  private static final List<String> VENDORS = List.of("openai", "anthropic");

  @TempDir private Path folder;

  @Test
  void sixtyDaysOfHistory_areTheTruthOnEveryDay() throws Exception {
    DemoOptions behind =
        DemoOptions.DEFAULT
            .withSeed(11)
            .withDays(DAYS)
            .withLag(Duration.ofHours(30))
            .withoutFaults();
    try (Stack stack = new Stack(folder, behind, Settings.of(""), new Rules(true, Map.of()))) {
      awaitFirstHistory(stack);
      BigDecimal early = postedEver(stack);

      stack.killPrometheus();
      Web.post(stack.vendorUrl() + "/sim/knowledge?lag=PT0S", "");
      awaitPendingPostings(stack);
      stack.restartPrometheus();
      awaitSent(stack);
      assertThat(postedEver(stack)).isGreaterThan(early);

      outageAndRecovery(stack);

      awaitTruth(stack);
      stack.killDaemon();
      stack.restartDaemon();
      awaitTruth(stack);
      assertThat(stack.query("sum(max_over_time(aispend_push_samples_total{outcome!='sent'}[1h]))"))
          .as("samples rejected or skipped")
          .isEqualByComparingTo("0");
    }
  }

  private static void awaitFirstHistory(Stack stack) {
    await()
        .atMost(PATIENCE)
        .until(() -> stack.count("aispend_poll_last_success_timestamp_seconds > 0") == 4);
    awaitSent(stack);
  }

  private static void awaitSent(Stack stack) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                stack.shown("aispend_push_pending_samples").signum() == 0
                    && stack.shown("aispend_push_last_success_timestamp_seconds").signum() > 0);
  }

  /** The daemon goes on without Prometheus and keeps what it could not send. */
  private static void awaitPendingPostings(Stack stack) {
    await().atMost(PATIENCE).until(() -> stack.shown("aispend_push_pending_samples").signum() > 0);
  }

  private static BigDecimal postedEver(Stack stack) {
    return stack.query("sum(sum_over_time(aispend_posted_cost_usd[70d]))");
  }

  /** OpenAI fails until somebody is told; then it comes back and is caught up with. */
  private static void outageAndRecovery(Stack stack) {
    int told = stack.webhook.firing("AISpendProviderDown").size();
    Web.post(
        stack.vendorUrl() + "/sim/faults",
        """
        {"fault": "server_error", "path": "/v1/organization/", "every": 1}
        """);
    await().atMost(PATIENCE).until(() -> stack.webhook.firing("AISpendProviderDown").size() > told);
    Web.delete(stack.vendorUrl() + "/sim/faults");
    Web.post(stack.vendorUrl() + "/sim/settle", "");
    await().atMost(PATIENCE).until(() -> stack.query("min(aispend_provider_up)").intValue() == 1);
  }

  private static void awaitTruth(Stack stack) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              JsonNode all = stack.truth();
              ChargePeriod days = days(all);
              for (String vendor : VENDORS) {
                JsonNode truth = all.path("final").path(vendor);
                assertBills(stack, vendor, truth, days);
                assertTokens(stack, vendor, truth, days);
                assertProjects(stack, vendor, truth, days);
              }
            });
  }

  private static ChargePeriod days(JsonNode truth) {
    Instant first = Instant.parse(truth.path("from").asText());
    return new ChargePeriod(first, Instant.parse(truth.path("to").asText()));
  }

  private static void assertBills(Stack stack, String vendor, JsonNode truth, ChargePeriod days) {
    Map<List<String>, BigDecimal> bill = byKey();
    for (JsonNode row : truth.path("costs").path("rows")) {
      add(bill, List.of(row.path("day").asText()), row.path("amount").asText());
    }
    for (String selector :
        List.of(
            "aispend_posted_source_usd{source='" + vendor + ":costs'}",
            "aispend_posted_billed_usd{provider='" + vendor + "'}")) {
      assertSame(stack.days("sum(" + daySum(selector) + ")", days), bill);
    }
  }

  /** By project and model, which only the usage report knows, and by token type. */
  private static void assertTokens(Stack stack, String vendor, JsonNode truth, ChargePeriod days) {
    Map<String, String> names = Names.ofProjects(stack, vendor);
    Map<List<String>, BigDecimal> tokens = byKey();
    for (JsonNode row : truth.path("usage").path("rows")) {
      row.path("tokens_by_label")
          .properties()
          .forEach(
              type ->
                  add(
                      tokens,
                      List.of(
                          row.path("day").asText(),
                          name(names, row.path("project").asText()),
                          row.path("model").asText(),
                          type.getKey()),
                      type.getValue().asText()));
    }
    assertSame(
        stack.days(
            "sum by (project, model, type) ("
                + daySum("aispend_posted_tokens{provider='" + vendor + "'}")
                + ")",
            days,
            "project",
            "model",
            "type"),
        tokens);
  }

  /** Canonical cost of a settled day is the bill, project by project. */
  private static void assertProjects(
      Stack stack, String vendor, JsonNode truth, ChargePeriod days) {
    Instant settled = settledUntil(stack, vendor + ":costs");
    Map<String, String> names = Names.ofProjects(stack, vendor);
    Map<List<String>, BigDecimal> bill = byKey();
    for (JsonNode row : truth.path("costs").path("rows")) {
      String day = row.path("day").asText();
      if (isSettled(day, settled)) {
        add(
            bill,
            List.of(day, name(names, row.path("project").asText())),
            row.path("amount").asText());
      }
    }
    Map<List<String>, BigDecimal> posted =
        stack.days(
            "sum by (project) ("
                + daySum("aispend_posted_cost_usd{provider='" + vendor + "'}")
                + ")",
            days,
            "project");
    posted.keySet().removeIf(key -> !isSettled(key.get(0), settled));
    assertThat(bill).hasSizeGreaterThan(DAYS);
    assertSame(posted, bill);
  }

  private static String daySum(String selector) {
    return "sum_over_time(" + selector + "[1d] offset -1d)";
  }

  private static boolean isSettled(String day, Instant settled) {
    return !Instant.parse(day + "T00:00:00Z").plus(1, ChronoUnit.DAYS).isAfter(settled);
  }

  private static Instant settledUntil(Stack stack, String source) {
    for (JsonNode row : stack.api("/sources").path("sources")) {
      if (row.path("name").asText().equals(source)) {
        return Instant.parse(row.path("settled_until").asText());
      }
    }
    throw new IllegalStateException("no source " + source);
  }

  private static String name(Map<String, String> names, String id) {
    return names.getOrDefault(id, id);
  }

  /** Whole maps of some thousand entries are beyond reading: only what differs is told. */
  private static void assertSame(
      Map<List<String>, BigDecimal> posted, Map<List<String>, BigDecimal> truth) {
    assertThat(truth).isNotEmpty();
    Map<List<String>, String> differences = new TreeMap<>(Comparator.comparing(Object::toString));
    truth.forEach(
        (key, value) -> {
          BigDecimal found = posted.get(key);
          if (found == null || found.compareTo(value) != 0) {
            differences.put(key, "posted " + found + ", truth " + value);
          }
        });
    posted.forEach(
        (key, value) -> {
          if (!truth.containsKey(key)) {
            differences.put(key, "posted " + value + ", truth nothing");
          }
        });
    assertThat(differences).isEmpty();
  }

  private static Map<List<String>, BigDecimal> byKey() {
    return new TreeMap<>(Comparator.comparing(Object::toString));
  }

  private static void add(Map<List<String>, BigDecimal> sums, List<String> key, String amount) {
    BigDecimal exact = new BigDecimal(amount).setScale(9, RoundingMode.UNNECESSARY);
    if (exact.signum() != 0) {
      sums.merge(key, exact, BigDecimal::add);
    }
  }
}
