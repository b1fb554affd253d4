// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.Schedule;
import aispend.ingest.Ingest;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls of one provider by two daemons that tell each other how they went. */
final class TellingTest {
  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T07:30:00Z");
  private final Told told = new Told();
  private final ScriptedProvider vendor = new ScriptedProvider("v");
  private SqlLedger ledger;
  private AccountPoll one;
  private AccountPoll two;

  /** Notes as two daemons would find them in their ledger. */
  private static final class Told implements PollNotes {
    private final Map<String, Map<String, PollHealth>> health = new HashMap<>();
    private final Map<String, AuthRest.State> rests = new HashMap<>();

    @Override
    public void keep(String provider, String source, PollHealth poll) {
      health.computeIfAbsent(provider, none -> new HashMap<>()).put(source, poll);
    }

    @Override
    public Map<String, Map<String, PollHealth>> health() {
      return health;
    }

    @Override
    public void keep(String provider, AuthRest.State rest) {
      rests.put(provider, rest);
    }

    @Override
    public Optional<AuthRest.State> rest(String provider) {
      return Optional.ofNullable(rests.get(provider));
    }
  }

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT));
    one = poll();
    two = poll();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private AccountPoll poll() {
    Telemetry telemetry = new Telemetry();
    Account account =
        new Account(
            vendor,
            new Ingest(
                ledger,
                ledger,
                new Normaliser("v", "v", PriceBook.bundled(), CurrencyRates.NONE),
                telemetry),
            new Account.Reading(
                new Schedule.Every(Duration.ofMinutes(15)), Duration.ofDays(1), Duration.ZERO),
            Set.of(),
            "V_KEY");
    AccountPoll poll = new AccountPoll(account, told, telemetry, clock);
    poll.announce();
    return poll;
  }

  @Test
  void keyRefusedToOne_restsAtBothAndShows() throws InterruptedException {
    vendor.failing(ProviderException.Kind.AUTH, 1);
    one.poll();
    two.poll();

    assertThat(vendor.asked).as("the other one knows").hasSize(1);
    assertThat(two.health().values())
        .extracting(PollHealth::message)
        .containsExactly("v says AUTH");

    clock.advance(Duration.ofMinutes(10));
    two.poll();
    one.poll();
    assertThat(one.health().values()).allMatch(PollHealth::well);
    assertThat(told.rest("v").map(AuthRest.State::why)).hasValue("");
  }

  @Test
  void namesThatOneLookedUp_areNotAskedForByTheOther() throws InterruptedException {
    one.poll();
    two.poll();
    one.refreshOtherNames();
    two.refreshOtherNames();

    assertThat(vendor.lookedUp).containsExactly(Dimension.PROJECT, Dimension.KEY);
    clock.advance(Duration.ofHours(6));
    two.poll();
    assertThat(vendor.lookedUp).hasSize(3);
  }

  @Test
  void pollOfOne_showsAtTheOther() throws InterruptedException {
    assertThat(two.health().values()).allMatch(health -> health.lastSuccess().isEmpty());
    one.poll();
    two.learn(told.health().getOrDefault("v", Map.of()));

    assertThat(two.health().values())
        .allMatch(health -> health.lastSuccess().equals(Optional.of(clock.instant())));
  }
}
