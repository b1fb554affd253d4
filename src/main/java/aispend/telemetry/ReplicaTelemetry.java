// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.time.Duration;

/** Metrics of this daemon among those on one ledger. Any thread may use it. */
public final class ReplicaTelemetry {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Gauge leader;
  private final Gauge term;
  private final Gauge replicas;
  private final Gauge clockAhead;
  private final Gauge differs;
  private final Gauge polls;

  /** Registers them; as they stand with a daemon that has its ledger for itself. */
  public ReplicaTelemetry(CollectorRegistry registry) {
    leader =
        Gauge.build(
                "aispend_leader",
                "1 on the daemon that leads those on its ledger and shows what is in it.")
            .register(registry);
    term =
        Gauge.build(
                "aispend_leader_term",
                "The last term in which this daemon led: one more at each change of the leader.")
            .register(registry);
    replicas =
        Gauge.build("aispend_replicas", "Daemons on one ledger that this one sees, with itself.")
            .register(registry);
    clockAhead =
        Gauge.build(
                "aispend_replica_clock_ahead_seconds",
                "By how much the clock is ahead of the database's.")
            .register(registry);
    differs =
        Gauge.build(
                "aispend_replica_configuration_differs",
                "1 while the configuration is not the leader's, and nothing is polled here.")
            .register(registry);
    polls =
        Gauge.build("aispend_replica_polls", "1 while this daemon takes part in polling.")
            .register(registry);
    leads(true, 0);
    seen(1, Duration.ZERO, false, true);
  }

  /** Whether it leads, and the last term in which it did. */
  public void leads(boolean now, long lastTerm) {
    leader.set(now ? 1 : 0);
    term.set((double) lastTerm);
  }

  public void seen(int daemons, Duration ahead, boolean configurationDiffers, boolean takesPart) {
    replicas.set(daemons);
    clockAhead.set(ahead.toMillis() / MILLIS_PER_SECOND);
    differs.set(configurationDiffers ? 1 : 0);
    polls.set(takesPart ? 1 : 0);
  }
}
