// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.Schedule;
import aispend.ingest.Ingest;
import aispend.ledger.LabelBounds;
import aispend.ledger.LedgerPlace;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.telemetry.Telemetry;
import aispend.testing.Postgres;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pollers of several daemons on one real PostgreSQL. */
final class SharedPollingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final LedgerPlace place = Postgres.newLedger();
  private final List<One> all = new ArrayList<>();

  /** A daemon with its own view of one vendor. */
  private final class One {
    final ScriptedProvider vendor = new ScriptedProvider("v");
    final Telemetry telemetry = new Telemetry();
    final AtomicBoolean polls = new AtomicBoolean(true);
    final SqlLedger ledger =
        SqlLedger.open(place, List.of(Dimension.PROVIDER, Dimension.PROJECT), LabelBounds.NONE);
    final Poller poller;

    One(String name, Schedule schedule, String configuration) {
      Account account =
          new Account(
              vendor,
              new Ingest(
                  ledger,
                  ledger,
                  new Normaliser("v", "v", PriceBook.bundled(), CurrencyRates.NONE),
                  telemetry),
              new Account.Reading(schedule, Duration.ofDays(2), Duration.ZERO),
              Set.of(),
              "V_KEY");
      poller =
          new Poller(
              List.of(account),
              Optional.of(new Crew(place.login(), name, configuration, polls::get, PollNotes.NONE)),
              telemetry,
              Clock.systemUTC());
      all.add(this);
      poller.start();
    }

    int polled() {
      Double count =
          telemetry
              .registry()
              .getSampleValue(
                  "aispend_polls_total",
                  new String[] {"source", "provider", "outcome"},
                  new String[] {"v:costs", "v", "success"});
      return count == null ? 0 : count.intValue();
    }
  }

  @AfterEach
  void close() {
    for (One one : all) {
      one.vendor.held.ifPresent(CountDownLatch::countDown);
      one.poller.close();
      one.ledger.close();
    }
  }

  @Test
  void leaderSaysWhatIsPolled_oneOfThemPollsItOnce() {
    Schedule hourly = new Schedule.Every(Duration.ofHours(1));
    One first = new One("first", hourly, "same");
    One second = new One("second", hourly, "same");
    first.poller.lead();

    await().atMost(PATIENCE).until(() -> first.polled() + second.polled() == 1);

    second.poller.lead(); // another leader, of the same mind
    first.poller.lead();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(PATIENCE)
        .until(() -> first.polled() + second.polled() == 1);
    assertThat(first.poller.next("v")).isPresent().isEqualTo(second.poller.next("v"));
  }

  @Test
  void otherConfiguration_isPolledAtOnce() {
    One first = new One("first", new Schedule.Every(Duration.ofHours(1)), "same");
    first.poller.lead();
    await().atMost(PATIENCE).until(() -> first.polled() == 1);

    One second = new One("second", new Schedule.Cron("0 0 3 * * ?"), "other");
    first.polls.set(false);
    second.poller.lead();

    await().atMost(PATIENCE).until(() -> second.polled() == 1);
    assertThat(first.polled()).isEqualTo(1);
    assertThat(second.poller.next("v")).isPresent();
  }

  @Test
  void whoMayNoMore_leavesItsPollToAnother() {
    Schedule hourly = new Schedule.Every(Duration.ofHours(1));
    One first = new One("first", hourly, "same");
    first.vendor.held = Optional.of(new CountDownLatch(1));
    first.poller.lead();
    await().atMost(PATIENCE).until(() -> first.vendor.entered.getCount() == 0);
    One second = new One("second", hourly, "same");

    first.polls.set(false);

    await().atMost(PATIENCE).until(() -> second.polled() == 1);
    assertThat(first.polled()).isZero();
    assertThat(first.vendor.mostAtOnce).hasValue(1);
  }

  @Test
  void jobOfNoProviderHere_isTakenAway() {
    One first = new One("first", new Schedule.Every(Duration.ofHours(1)), "same");
    first.poller.lead();
    await().atMost(PATIENCE).until(() -> first.polled() == 1);

    try (Poller none =
        new Poller(
            List.of(),
            Optional.of(new Crew(place.login(), "none", "other", () -> true, PollNotes.NONE)),
            new Telemetry(),
            Clock.systemUTC())) {
      none.lead();
    }

    assertThat(first.poller.next("v")).isEmpty();
  }
}
