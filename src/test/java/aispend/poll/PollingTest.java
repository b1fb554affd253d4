// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.Schedule;
import aispend.ingest.Ingest;
import aispend.ledger.SqlLedger;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PollingTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:30:00Z");

  @TempDir private Path folder;
  private final Telemetry telemetry = new Telemetry();
  private final MutableClock clock = new MutableClock(NOW);
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void firstPoll_readsTheBackfillAndShowsNames() throws InterruptedException {
    ScriptedProvider vendor = new ScriptedProvider("v");
    AccountPoll poll = poll(vendor);
    poll.poll();
    assertThat(vendor.lookedUp).containsExactly(Dimension.PROJECT);
    poll.refreshOtherNames();
    poll.refreshOtherNames();
    // 19 and 20 November whole, and 8 hours of the 21st with the running one.
    assertThat(spentByProject()).containsExactly(row("search", "56"));
    assertThat(sample("aispend_polls_total", "v:costs", "v", "success")).isEqualTo(1);
    assertThat(sample("aispend_provider_up", "v")).isEqualTo(1);
    assertThat(vendor.lookedUp).containsExactly(Dimension.PROJECT, Dimension.KEY);
  }

  @Test
  void failureInTheMiddle_keepsWhatWasReadAndGoesOnFromThere() throws InterruptedException {
    ScriptedProvider vendor = new ScriptedProvider("v");
    AccountPoll poll = poll(vendor);
    vendor.failing(ProviderException.Kind.UNAVAILABLE, 1);
    poll.poll();
    assertThat(vendor.asked).hasSize(1);
    assertThat(sample("aispend_provider_up", "v")).isZero();
    assertThat(sample("aispend_provider_key_ok", "v")).isEqualTo(1);
    poll.poll();
    assertThat(spentByProject()).containsExactly(row("search", "56"));
    assertThat(sample("aispend_polls_total", "v:costs", "v", "unavailable")).isEqualTo(1);
    assertThat(poll.health().values()).allMatch(PollHealth::well);
  }

  @Test
  void whatCouldNotBeWritten_isNotCalledKept() throws Exception {
    ScriptedProvider vendor = new ScriptedProvider("v");
    AccountPoll poll = poll(vendor);
    execute("create trigger no_room before insert on record begin select raise(abort, ''); end");
    poll.poll();
    assertThat(vendor.asked).hasSize(1);
    assertThat(vendor.kept).isEmpty();

    execute("drop trigger no_room");
    poll.poll();

    assertThat(vendor.kept).isEqualTo(vendor.asked.subList(1, vendor.asked.size()));
    assertThat(spentByProject()).containsExactly(row("search", "56"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A reload, or a learned price, makes the polls anew. */
  @Test
  void refusedKey_restsOverAReloadAndStillShows() throws InterruptedException {
    ScriptedProvider vendor = new ScriptedProvider("v").failing(ProviderException.Kind.AUTH, 2);
    Account account = account(vendor);
    new AccountPoll(account, telemetry, clock).poll();

    clock.advance(Duration.ofMinutes(9));
    AccountPoll reloaded = new AccountPoll(account, telemetry, clock);
    reloaded.poll();

    assertThat(vendor.asked).as("within the ten minutes of rest").hasSize(1);
    assertThat(reloaded.health().values())
        .extracting(PollHealth::message)
        .containsExactly("v says AUTH");
    clock.advance(Duration.ofMinutes(1));
    reloaded.poll();
    assertThat(vendor.asked).hasSize(2);
  }

  @Test
  void refusedKey_restsAndIsAskedAgainLater() throws InterruptedException {
    ScriptedProvider vendor = new ScriptedProvider("v").failing(ProviderException.Kind.AUTH, 2);
    AccountPoll poll = poll(vendor);
    poll.poll();
    poll.refreshOtherNames();
    assertThat(vendor.lookedUp).as("not with a refused key").doesNotContain(Dimension.KEY);
    assertThat(sample("aispend_provider_key_ok", "v")).isZero();
    assertThat(sample("aispend_provider_up", "v")).isZero();
    clock.advance(Duration.ofMinutes(9));
    poll.poll();
    assertThat(vendor.asked).as("within the ten minutes of rest").hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    poll.poll();
    assertThat(vendor.asked).hasSize(2);
    clock.advance(Duration.ofMinutes(19));
    poll.poll();
    assertThat(vendor.asked).as("within the doubled rest").hasSize(2);
    clock.advance(Duration.ofMinutes(1));
    poll.poll();
    assertThat(sample("aispend_provider_key_ok", "v")).isEqualTo(1);
    assertThat(sample("aispend_provider_up", "v")).isEqualTo(1);
    assertThat(sample("aispend_polls_total", "v:costs", "v", "auth_error")).isEqualTo(2);
  }

  @Test
  void poller_pollsEachAtOnceAndNeverTwiceAtOnce() throws InterruptedException {
    ScriptedProvider slow = new ScriptedProvider("slow");
    ScriptedProvider quick = new ScriptedProvider("quick");
    CountDownLatch release = new CountDownLatch(1);
    slow.held = Optional.of(release);
    try (Poller poller = new Poller(List.of(account(slow), account(quick)), telemetry, clock)) {
      poller.start();
      // The slow one holds up nobody, however many firings it misses meanwhile.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sample("aispend_polls_total", "quick:costs", "quick", "success") >= 2);
      assertThat(slow.asked).hasSize(1);
      release.countDown();
      await().until(() -> sample("aispend_polls_total", "slow:costs", "slow", "success") >= 1);
      assertThat(slow.mostAtOnce).hasValue(1);
      assertThat(poller.next("quick")).isPresent();
    }
  }

  @Test
  void nextPoll_isToldAnewWithEachPoll() {
    try (Poller poller =
        new Poller(List.of(account(new ScriptedProvider("v"))), telemetry, clock)) {
      poller.start();
      double first = sample("aispend_poll_next_timestamp_seconds", "v:costs", "v");
      assertThat(first).isPositive();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sample("aispend_poll_next_timestamp_seconds", "v:costs", "v") >= first + 10);
    }
  }

  @Test
  void stop_interruptsAPollAndKeepsNothingOfIt() throws InterruptedException {
    ScriptedProvider vendor = new ScriptedProvider("v");
    vendor.held = Optional.of(new CountDownLatch(1));
    try (Poller poller = new Poller(List.of(account(vendor)), telemetry, clock)) {
      poller.start();
      vendor.entered.await();
    }
    assertThat(spentByProject()).isEmpty();
    assertThat(ledger.source("v:costs").orElseThrow().watermark()).isEmpty();
  }

  @Test
  void pieces_joinWithoutGapsAndSayHowFarTheyAre() throws Exception {
    ScriptedProvider vendor = new ScriptedProvider("v");
    ChargePeriod days =
        new ChargePeriod(
            Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-04T00:00:00Z"));
    List<Instant> until = new ArrayList<>();
    try (Poller poller = new Poller(List.of(account(vendor)), telemetry, clock)) {
      poller.backfill("v", days, (source, read, range) -> until.add(read));
    }
    assertThat(vendor.asked)
        .extracting(window -> window.duration().toHours())
        .containsExactly(1L, 8L, 24L, 24L, 15L);
    assertThat(vendor.asked).extracting(ChargePeriod::end).isEqualTo(until);
    assertThat(vendor.asked.get(0).start()).isEqualTo(days.start());
    assertThat(until).last().isEqualTo(days.end());
    assertThat(ledger.sums(SumQuery.total(days)).stream().map(SumRow::cost).toList())
        .containsExactly(Money.usd("72"));
  }

  @Test
  void backfill_readsARangeAgainAndCountsNothingTwice() throws Exception {
    ScriptedProvider vendor = new ScriptedProvider("v");
    ChargePeriod day = ChargePeriod.dayOf(Instant.parse("2026-11-01T00:00:00Z"));
    try (Poller poller = new Poller(List.of(account(vendor)), telemetry, clock)) {
      assertThat(poller.backfill("v", day, (source, until, range) -> {}).added()).isEqualTo(24);
      assertThat(poller.backfill("v", day, (source, until, range) -> {}).unchanged()).isEqualTo(24);
    }
    assertThat(ledger.sums(SumQuery.total(day)).stream().map(SumRow::cost).toList())
        .containsExactly(Money.usd("24"));
  }

  @Test
  void cronProblem_namesWhatIsWrong() {
    assertThat(Poller.cronProblem("0 0/15 * * * ?")).isEmpty();
    assertThat(Poller.cronProblem("every tuesday")).isPresent();
  }

  private AccountPoll poll(ScriptedProvider vendor) {
    AccountPoll poll = new AccountPoll(account(vendor), telemetry, clock);
    poll.announce();
    return poll;
  }

  private Account account(ScriptedProvider vendor) {
    Normaliser normaliser =
        new Normaliser(vendor.name(), "openai", PriceBook.bundled(), CurrencyRates.NONE);
    return new Account(
        vendor,
        new Ingest(ledger, ledger, normaliser, telemetry),
        new Account.Reading(
            new Schedule.Every(Duration.ofSeconds(10)), Duration.ofDays(2), Duration.ofHours(2)),
        Set.of(),
        "V_KEY");
  }

  private List<String> spentByProject() {
    ChargePeriod month =
        new ChargePeriod(
            Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    return ledger.sums(SumQuery.total(month, Dimension.PROJECT)).stream()
        .map(sum -> row(sum.key().get(Dimension.PROJECT), sum.cost().decimal()))
        .toList();
  }

  private static String row(String project, String cost) {
    return project + " " + cost;
  }

  private double sample(String name, String... values) {
    List<String> labels =
        switch (values.length) {
          case 3 -> List.of("source", "provider", "outcome");
          case 2 -> List.of("source", "provider");
          default -> List.of("provider");
        };
    Double value =
        telemetry
            .registry()
            .getSampleValue(
                name, labels.toArray(String[]::new), Arrays.copyOf(values, values.length));
    return value == null ? 0 : value;
  }
}
