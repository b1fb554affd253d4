// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import aispend.demo.DemoOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PostgreSQL of two daemons is killed under a load of events and polls, and its synchronous
 * standby is promoted: what was acknowledged is there once, and nobody restarts a daemon.
 */
final class FailoverIT {
  /** What docs/replicas.md promises, from the promotion on. */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void primaryKilledAndStandbyPromoted_nothingAcknowledgedIsLostOrDoubled(TestReporter report)
      throws Exception {
    assumeTrue(StandbyPair.programs().isPresent(), StandbyPair.MISSING);
    DemoOptions options = DemoOptions.DEFAULT.withDays(4).withoutFaults();
    try (StandbyPair postgres = StandbyPair.start();
        Fleet fleet = new Fleet(folder, 2, options, postgres.place())) {
      Truth truth = new Truth(fleet);
      truth.awaitPolled();
      Crowd crowd = new Crowd(fleet, 3);
      crowd.awaitProgress();
      long asked = fleet.asked(ReplicasIT.COSTS);

      postgres.killPrimary();
      long killed = System.nanoTime();
      postgres.promoteStandby();
      long promoted = System.nanoTime();
      crowd.awaitProgress();
      Duration recovery = Duration.ofNanos(System.nanoTime() - promoted);
      report.publishEntry("promoted after ms", millis(Duration.ofNanos(promoted - killed)));
      report.publishEntry("events are taken again after ms", millis(recovery));
      int leader = fleet.awaitLeader();
      Duration led = Duration.ofNanos(System.nanoTime() - promoted);
      report.publishEntry("one leads again after ms", millis(led));

      assertThat(recovery).isLessThan(RECOVERY);
      for (int more = 0; more < 20; more++) {
        crowd.awaitProgress();
      }
      truth.awaitEvents(crowd.stop());
      truth.awaitVendors();
      assertThat(fleet.asked(ReplicasIT.COSTS)).as("vendors are polled on").isGreaterThan(asked);
      assertThat(fleet.sum(leader, Truth.CROWD).orElse(BigDecimal.ZERO)).isPositive();
    }
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
