// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three daemons as processes on one PostgreSQL, killed one after the other while events come in and
 * vendors are polled: nothing is lost or counted twice, nothing is polled twice, and who was killed
 * is stood in for within the time that the documentation names.
 */
final class ReplicasIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What docs/replicas.md promises. */
  private static final Duration LEADER_WITHIN = Duration.ofSeconds(20);

  private static final Duration POLL_WITHIN = Duration.ofSeconds(30);
  private static final String CROWD = "aispend_cost_usd_total{source=\"events\",provider=\"crowd\"";
  private static final String COSTS = "/v1/organizations/cost_report";

  @TempDir private Path folder;

  @Test
  void eachKilledUnderLoad_sumsAreTrueAndNothingIsPolledTwice(TestReporter report)
      throws Exception {
    DemoOptions options = DemoOptions.DEFAULT.withDays(4).withoutFaults();
    try (Fleet fleet = new Fleet(folder, 3, options)) {
      awaitPolled(fleet);
      killInAPoll(fleet, report);
      Crowd crowd = new Crowd(fleet, 3);
      Watch watch = new Watch(fleet, CROWD);
      List<Integer> order = new ArrayList<>(IntStream.range(0, fleet.size()).boxed().toList());
      Collections.shuffle(order, new Random(crowd.seed()));
      for (int victim : order) {
        killUnderLoad(fleet, victim, report);
      }
      BigDecimal sent = crowd.stop();
      awaitAllSay(fleet, sent);
      assertThat(watch.stop()).as("falls of the total, as scraped").isEmpty();
      assertVendorsAreTrueEverywhere(fleet);
      assertPolledOnce(fleet);
    }
  }

  private static void awaitPolled(Fleet fleet) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                fleet.leader().stream()
                    .anyMatch(
                        one ->
                            fleet.shown(one, "aispend_provider_up{provider=\"openai\"") == 1
                                && fleet.shown(one, "aispend_provider_up{provider=\"anthropic\"")
                                    == 1));
  }

  /** The vendor does not answer one call, and whoever waits for it is killed. */
  private static void killInAPoll(Fleet fleet, TestReporter report) throws Exception {
    Web.post(
        fleet.vendorUrl() + "/sim/faults",
        "{\"fault\": \"hang\", \"path\": \"" + COSTS + "\", \"count\": 1}");
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> hangs(fleet));
    int victim = fleet.polling("anthropic").orElseThrow();
    fleet.kill(victim);
    long begun = System.nanoTime();
    long asked = fleet.asked(COSTS);
    await()
        .atMost(POLL_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> fleet.asked(COSTS) > asked);
    report.publishEntry("poll taken over after ms", millisSince(begun));
    fleet.restart(victim);
  }

  private static boolean hangs(Fleet fleet) {
    JsonNode faults = Web.json(fleet.vendorUrl() + "/sim/faults").path("faults");
    return faults.path(0).path("exhausted").asBoolean() && fleet.polling("anthropic").isPresent();
  }

  private static void killUnderLoad(Fleet fleet, int victim, TestReporter report) throws Exception {
    boolean led = fleet.awaitLeader() == victim;
    fleet.kill(victim);
    long begun = System.nanoTime();
    await()
        .atMost(LEADER_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> fleet.leader().isPresent());
    if (led) {
      report.publishEntry("leader stood in for after ms", millisSince(begun));
    }
    fleet.restart(victim);
  }

  /** To the nano: what the leader shows, and what each answers. */
  private static void awaitAllSay(Fleet fleet, BigDecimal sent) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(fleet.sum(fleet.awaitLeader(), CROWD)).hasValue(sent);
              for (int one = 0; one < fleet.size(); one++) {
                assertThat(total(fleet.api(one, "/costs/daily?days=3&provider=crowd")))
                    .isEqualByComparingTo(sent);
              }
            });
  }

  private static void assertVendorsAreTrueEverywhere(Fleet fleet) {
    Web.post(fleet.vendorUrl() + "/sim/settle", "");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              JsonNode truth = Web.json(fleet.vendorUrl() + "/sim/truth").path("final");
              for (String vendor : new String[] {"openai", "anthropic"}) {
                for (int one = 0; one < fleet.size(); one++) {
                  assertThat(billed(fleet, one, vendor))
                      .as("%s by daemon %d", vendor, one)
                      .isEqualTo(trueCosts(truth, vendor));
                }
              }
            });
  }

  /** A poll each ten seconds asks once; three daemons by themselves would ask three times. */
  private static void assertPolledOnce(Fleet fleet) {
    long before = fleet.asked(COSTS);
    long begun = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> System.nanoTime() - begun > Duration.ofSeconds(41).toNanos());
    assertThat(fleet.asked(COSTS) - before).isBetween(3L, 5L);
  }

  private static Map<String, BigDecimal> billed(Fleet fleet, int one, String vendor) {
    Map<String, BigDecimal> days = new TreeMap<>();
    fleet
        .api(one, "/costs/daily?days=7&source=" + vendor + ":costs")
        .path("days")
        .forEach(row -> add(days, row.path("date").asText(), row.path("cost_usd").asText()));
    return normalised(days);
  }

  private static Map<String, BigDecimal> trueCosts(JsonNode truth, String vendor) {
    Map<String, BigDecimal> days = new TreeMap<>();
    truth
        .path(vendor)
        .path("costs")
        .path("rows")
        .forEach(row -> add(days, row.path("day").asText(), row.path("amount").asText()));
    return normalised(days);
  }

  private static void add(Map<String, BigDecimal> days, String day, String amount) {
    days.merge(day, new BigDecimal(amount), BigDecimal::add);
  }

  private static Map<String, BigDecimal> normalised(Map<String, BigDecimal> days) {
    days.values().removeIf(cost -> cost.signum() == 0);
    days.replaceAll((day, cost) -> cost.setScale(9, RoundingMode.UNNECESSARY));
    return days;
  }

  private static BigDecimal total(JsonNode answer) {
    BigDecimal total = BigDecimal.ZERO;
    for (JsonNode row : answer.path("days")) {
      total = total.add(new BigDecimal(row.path("cost_usd").asText()));
    }
    return total;
  }

  private static String millisSince(long begun) {
    return String.valueOf(Duration.ofNanos(System.nanoTime() - begun).toMillis());
  }
}
