// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.RunawayConfig;
import aispend.insight.Runaway.Spender;
import aispend.ledger.Event;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Sender;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunawayTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:30:00.750Z");

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
  void window_isOpenAtItsStartAndHoldsWhatIsAheadOfTheClock() {
    ledger.appendEvents(
        List.of(
            event("2026-11-21T12:20:00.900Z", "old", "1"),
            event("2026-11-21T12:20:01Z", "first", "2"),
            event("2026-11-21T12:30:00Z", "now", "4"),
            event("2026-11-21T12:34:00Z", "ahead", "8")),
        NOW);

    assertThat(spenders(Dimension.FEATURE))
        .containsExactly(
            new Spender(Dimension.FEATURE, "ahead", Money.usd("8")),
            new Spender(Dimension.FEATURE, "now", Money.usd("4")),
            new Spender(Dimension.FEATURE, "first", Money.usd("2")));
  }

  @Test
  void twentyOfEachDimension_andAllWhoReachTheLimit() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String feature = "f" + (10 + i);
      events.add(event("2026-11-21T12:29:00Z", feature, i < 23 ? "50" : "49.999999999"));
    }
    ledger.appendEvents(events, NOW);

    assertThat(spenders(Dimension.FEATURE)).hasSize(23);
    assertThat(spenders(Dimension.USER))
        .containsExactly(new Spender(Dimension.USER, "u", Money.usd("1499.999999993")));
    assertThat(spenders(Dimension.FEATURE, Dimension.USER)).hasSize(24);
    assertThat(spenders(Dimension.TEAM)).isEmpty();
  }

  private List<Spender> spenders(Dimension... by) {
    RunawayConfig config = new RunawayConfig(Money.usd("50"), Duration.ofMinutes(10), Set.of(by));
    return new Runaway(config, ledger).spenders(NOW);
  }

  private Event event(String at, String feature, String dollars) {
    Instant instant = Instant.parse(at);
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, "bedrock")
            .with(Dimension.FEATURE, feature)
            .with(Dimension.USER, "u");
    sent++;
    return new Event(
        Sender.EVENTS,
        new Identity("e" + sent, instant, sent, null),
        new UsageRecord(
            ChargePeriod.hourOf(instant),
            dimensions,
            Tokens.NONE,
            1L,
            Map.of(),
            new Cost.Estimated(Money.usd(dollars))),
        true,
        null,
        Outcome.SUCCESS,
        Timing.UNKNOWN,
        "");
  }
}
