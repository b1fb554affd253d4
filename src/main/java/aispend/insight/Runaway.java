// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.RunawayConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.RecentSpend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who spends most just now, from single events: a loop shows within seconds of its first calls.
 * What is polled comes too late for this and is not in it. Any thread may ask; who asks again
 * within a second of the same ledger, or while another asks, gets the same answer.
 */
public final class Runaway {
  private static final int MOST = 20;

  /** The newest part, to which cost per call is compared, is the last third of the window. */
  private static final int PARTS = 3;

  private record Answer(Instant at, List<RecentSpend> spenders) {
    boolean serves(Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(GOOD_FOR));
    }
  }

  static final Duration GOOD_FOR = Duration.ofSeconds(1);

  private final RunawayConfig config;
  private final LedgerReader ledger;
  private @Nullable Answer last;

  public Runaway(RunawayConfig config, LedgerReader ledger) {
    this.config = config;
    this.ledger = ledger;
  }

  /**
   * The largest spenders of each dimension looked at; whoever reaches the limit is among them,
   * however many do. The window ends at an instant and is open at its start: an event exactly so
   * long ago is no longer in it. Events ahead of the clock are.
   */
  // The lock is held while the ledger is read, so that several scrapers share one walk over it.
  public synchronized List<RecentSpend> spenders(Instant now) {
    Answer known = last;
    if (known != null && known.serves(now)) {
      return known.spenders();
    }
    List<RecentSpend> spenders =
        ledger.recentSpend(
            new RecentSpend.Query(
                now.minus(config.window()).plusSeconds(1),
                now.minus(config.window().dividedBy(PARTS)).plusSeconds(1),
                List.copyOf(config.by()),
                MOST,
                config.limit()));
    last = new Answer(now, spenders);
    return spenders;
  }
}
