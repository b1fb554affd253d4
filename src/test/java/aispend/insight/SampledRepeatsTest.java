// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aispend.config.RunawayConfig;
import aispend.ledger.Event;
import aispend.ledger.RecentSpend;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beyond 100,000 calls in the window, one in sixteen tells which requests are the frequent ones.
 */
@Timeout(120)
class SampledRepeatsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
  private static final String AT = "2026-11-21T12:29:00Z";
  private static final int LOOP = 300;
  private static final int SAMPLED_FROM = 100_001;
  private static final int BATCH = 10_000;

  @TempDir private Path folder;
  private SqlLedger ledger;
  private int sent;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void loopAmongManyUnlikeCalls_isFoundAndCountedInFull() {
    calls("loop", LOOP, true);
    calls("crowd", SAMPLED_FROM - LOOP - 1, false);
    assertThat(spenders())
        .as("all calls are looked at, so who is not found has no repetition")
        .extracting(RecentSpend::value, RecentSpend::calls, RecentSpend::repeats)
        .containsExactly(
            tuple("crowd", (long) SAMPLED_FROM - LOOP - 1, 1L), tuple("loop", 300L, 300L));

    calls("crowd", 1, false);

    assertThat(spenders())
        .as("only some are looked at: the loop is counted in full, the crowd is not known")
        .extracting(RecentSpend::value, RecentSpend::calls, RecentSpend::repeats)
        .containsExactly(
            tuple("crowd", (long) SAMPLED_FROM - LOOP, null), tuple("loop", 300L, 300L));
  }

  private List<RecentSpend> spenders() {
    RunawayConfig config =
        new RunawayConfig(Money.usd("50"), Duration.ofMinutes(10), Set.of(Dimension.FEATURE));
    return new Runaway(config, ledger).spenders(NOW);
  }

  private void calls(String feature, int count, boolean alike) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent++;
      events.add(
          new Call("call-" + sent, AT)
              .of(Dimension.FEATURE, feature)
              .asked(alike ? 7L : 1_000L + sent)
              .event());
      if (events.size() == BATCH || i == count - 1) {
        ledger.appendEvents(events, NOW);
        events.clear();
      }
    }
  }
}
