// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.Schedule;
import aispend.ingest.Ingest;
import aispend.ledger.SqlLedger;
import aispend.ledger.SumQuery;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.provider.Provider;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spend inferred from what is left, over a real ledger. */
final class BalancePollTest {
  private static final Duration QUARTER = Duration.ofMinutes(15);

  @TempDir private Path folder;
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final Telemetry telemetry = new Telemetry();
  private final Account account = new Account();
  private SqlLedger ledger;
  private AccountPoll poll;

  /** A prepaid account whose parts a test sets. */
  private static final class Account implements Provider {
    private String granted = "10";
    private String toppedUp = "100";
    private @Nullable Kind failing;

    @Override
    public String name() {
      return "v";
    }

    @Override
    public List<Source> sources() {
      return List.of();
    }

    @Override
    public List<ReportedBucket> fetch(Source source, ChargePeriod window) {
      throw new IllegalArgumentException("nothing to fetch");
    }

    @Override
    public List<ReportedBalance> balances() throws ProviderException {
      if (failing != null) {
        throw new ProviderException("v", failing, "v says " + failing);
      }
      return List.of(
          new ReportedBalance("granted", Money.usd(granted)),
          new ReportedBalance("topped_up", Money.usd(toppedUp)));
    }

    @Override
    public Optional<Source> inferred() {
      return Optional.of(source("v:balance", Layer.BILLED));
    }

    @Override
    public Set<Dimension> namedDimensions() {
      return Set.of();
    }

    @Override
    public Map<String, String> names(Dimension dimension) {
      throw new IllegalArgumentException("no names");
    }

    @Override
    public void check() {}
  }

  private static Source source(String name, Layer layer) {
    Duration day = Duration.ofDays(1);
    return new Source(
        name,
        "v",
        layer,
        Source.Timeliness.HOURLY,
        day,
        day.multipliedBy(31),
        day.multipliedBy(3),
        day);
  }

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT));
    restart();
  }

  /** Nothing that matters is in memory. */
  private void restart() {
    poll =
        new AccountPoll(
            new aispend.poll.Account(
                account,
                ingest(),
                new aispend.poll.Account.Reading(
                    new Schedule.Every(QUARTER), Duration.ofDays(2), Duration.ofHours(2)),
                Set.of(),
                "V_KEY"),
            telemetry,
            clock);
    poll.announce();
  }

  private Ingest ingest() {
    return new Ingest(
        ledger,
        ledger,
        new Normaliser("v", "deepseek", PriceBook.bundled(), CurrencyRates.NONE),
        telemetry);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void reads(String granted, String toppedUp) throws InterruptedException {
    account.granted = granted;
    account.toppedUp = toppedUp;
    poll.poll();
    clock.advance(QUARTER);
  }

  private List<String> spentByPart(String day) {
    SumQuery query =
        SumQuery.total(ChargePeriod.dayOf(Instant.parse(day + "T00:00:00Z")), Dimension.LINE_ITEM);
    return ledger.sums(query).stream()
        .map(sum -> sum.key().get(Dimension.LINE_ITEM) + " " + sum.cost().decimal())
        .sorted()
        .toList();
  }

  private Money spent(String day) {
    return ledger
        .sums(SumQuery.total(ChargePeriod.dayOf(Instant.parse(day + "T00:00:00Z"))))
        .get(0)
        .cost();
  }

  @Test
  void fallingBalance_isSpendAndARiseIsNone() throws Exception {
    reads("10", "100");
    reads("9.5", "100");
    reads("9.5", "100");
    // Of the granted part 2 are spent while 50 are topped up.
    reads("7.5", "150");
    restart();
    reads("7.5", "149.25");

    assertThat(spentByPart("2026-11-21")).containsExactly("granted 2.5", "topped_up 0.75");
  }

  /**
   * From 10:00 to 22:15 of the next day are 36.25 hours, 14 of them on the first: 3 * 14 / 36.25 =
   * 1.1586206896..., and the rest on the last day.
   */
  @Test
  void fallWhileTheDaemonWasDown_isSpreadOverTheDaysBetweenTheReadings() throws Exception {
    reads("10", "100");
    clock.advance(Duration.ofHours(36));
    reads("10", "97");

    assertThat(spentByPart("2026-11-21")).containsExactly("topped_up 1.158620689");
    assertThat(spentByPart("2026-11-22")).containsExactly("topped_up 1.841379311");
  }

  /**
   * Of 49 hours, 14 + 24 + 11 fall on three days: 10 nanos are 2.86, 4.9 and what is left of 10.
   */
  @Test
  void fallOfAFewNanos_comesToTheSameHoweverItIsSpread() throws Exception {
    reads("10", "100");
    clock.advance(Duration.ofHours(49).minus(QUARTER));
    reads("10", "99.99999999");

    assertThat(spentByPart("2026-11-21")).containsExactly("topped_up 0.000000002");
    assertThat(spentByPart("2026-11-22")).containsExactly("topped_up 0.000000004");
    assertThat(spentByPart("2026-11-23")).containsExactly("topped_up 0.000000004");
  }

  @Test
  void readingAtMidnight_leavesTheDayItBeginsAlone() throws Exception {
    reads("10", "100");
    clock.advance(Duration.ofHours(14).minus(QUARTER));
    reads("10", "98");

    assertThat(spentByPart("2026-11-21")).containsExactly("topped_up 2");
    assertThat(spentByPart("2026-11-22")).isEmpty();
  }

  @Test
  void unreadableBalance_changesNothingAndIsSaid() throws Exception {
    reads("10", "100");
    account.failing = Kind.UNAVAILABLE;
    poll.poll();
    assertThat(poll.health().values()).noneMatch(PollHealth::well).hasSize(1);

    account.failing = null;
    reads("10", "99");

    assertThat(poll.health().values()).allMatch(PollHealth::well);
    assertThat(spentByPart("2026-11-21")).containsExactly("topped_up 1");
  }

  /** What applications told of the same money is not added to it. */
  @Test
  void spendThatApplicationsTold_countsOnce() throws Exception {
    Source told = source("v:logs", Layer.ATTRIBUTED);
    ingest().announce(told, Set.of(Dimension.MODEL));
    ingest()
        .accept(
            told,
            ChargePeriod.dayOf(clock.instant()),
            List.of(applicationsTold("3")),
            clock.instant());
    reads("10", "100");
    reads("10", "95");
    assertThat(spent("2026-11-21")).isEqualTo(Money.usd("5"));

    // Applications told more than the balance fell: nobody said that their calls cost less.
    ingest()
        .accept(
            told,
            ChargePeriod.dayOf(clock.instant()),
            List.of(applicationsTold("6")),
            clock.instant());
    assertThat(spent("2026-11-21")).isEqualTo(Money.usd("6"));
    clock.advance(Duration.ofDays(3));
    reads("10", "95");
    assertThat(spent("2026-11-21")).isEqualTo(Money.usd("6"));
  }

  private static ReportedBucket applicationsTold(String usd) {
    ReportedUsage row =
        new ReportedUsage(
            Dimensions.of(Dimension.MODEL, "deepseek-chat").with(Dimension.PROJECT, "search"),
            null,
            1L,
            Map.of(),
            new ReportedCost(usd, ReportedCost.Unit.MAJOR, "USD"));
    Instant day = Instant.parse("2026-11-21T00:00:00Z");
    return new ReportedBucket(
        "logs", ReportedPeriod.of(day, day.plus(Duration.ofDays(1))), List.of(row));
  }

  @Test
  void levels_areKeptOncePerAmountAndAtTheClocksPace() {
    Instant first = clock.instant();
    List<ReportedBalance> ten = List.of(new ReportedBalance("cash", Money.usd("10")));
    ledger.putBalances("v", ten, first);
    ledger.putBalances("v", ten, first.plusSeconds(900));
    // A clock that stepped back tells nothing new.
    ledger.putBalances(
        "v", List.of(new ReportedBalance("cash", Money.usd("1"))), first.plusSeconds(60));

    assertThat(ledger.balances())
        .singleElement()
        .satisfies(
            level -> {
              assertThat(level.balance()).isEqualTo(ten.get(0));
              assertThat(level.since()).isEqualTo(first);
              assertThat(level.until()).isEqualTo(first.plusSeconds(900));
            });
  }
}
