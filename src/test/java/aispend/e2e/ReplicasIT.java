// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
  static final String COSTS = "/v1/organizations/cost_report";

  @TempDir private Path folder;

  @Test
  void eachKilledUnderLoad_sumsAreTrueAndNothingIsPolledTwice(TestReporter report)
      throws Exception {
    DemoOptions options = DemoOptions.DEFAULT.withDays(4).withoutFaults();
    try (Fleet fleet = new Fleet(folder, 3, options)) {
      Truth truth = new Truth(fleet);
      truth.awaitPolled();
      killInAPoll(fleet, report);
      Crowd crowd = new Crowd(fleet, 3);
      Watch watch = new Watch(fleet, Truth.CROWD);
      List<Integer> order = new ArrayList<>(IntStream.range(0, fleet.size()).boxed().toList());
      Collections.shuffle(order, new Random(crowd.seed()));
      for (int victim : order) {
        killUnderLoad(fleet, victim, report);
      }
      BigDecimal sent = crowd.stop();
      truth.awaitEvents(sent);
      assertThat(watch.stop()).as("falls of the total, as scraped").isEmpty();
      truth.awaitVendors();
      assertPolledOnce(fleet);
    }
  }

  /** As an upgrade and a change of the configuration are done: one daemon after the other. */
  @Test
  void eachReloadedAndRestartedInTurnUnderLoad_nothingIsLostOrDoubled() throws Exception {
    DemoOptions options = DemoOptions.DEFAULT.withDays(4).withoutFaults();
    try (Fleet fleet = new Fleet(folder, 3, options)) {
      Truth truth = new Truth(fleet);
      truth.awaitPolled();
      Crowd crowd = new Crowd(fleet, 3);
      Watch watch = new Watch(fleet, Truth.CROWD);
      for (int one = 0; one < fleet.size(); one++) {
        fleet.reload(one, "[[budget]]\nname = \"all\"\nlimit_usd = \"1000000\"\n");
        crowd.awaitProgress();
      }
      for (int one = 0; one < fleet.size(); one++) {
        fleet.stop(one);
        crowd.awaitProgress();
        fleet.restart(one);
        crowd.awaitProgress();
      }
      BigDecimal sent = crowd.stop();
      truth.awaitEvents(sent);
      assertThat(watch.stop()).as("falls of the total, as scraped").isEmpty();
      assertThat(fleet.shown(fleet.awaitLeader(), "aispend_budget_usd{")).isEqualTo(1e6);
      for (int one = 0; one < fleet.size(); one++) {
        assertThat(fleet.shown(one, "aispend_replica_configuration_differs")).isZero();
      }
      truth.awaitVendors();
    }
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

  private static String millisSince(long begun) {
    return String.valueOf(Duration.ofNanos(System.nanoTime() - begun).toMillis());
  }
}
