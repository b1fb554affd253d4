// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tenant;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.Call;
import aispend.testing.Spend;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCloseTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final Instant FIFTH = Instant.parse("2026-11-05T08:00:00Z");
  private static final Instant TENTH = Instant.parse("2026-11-10T08:00:00Z");
  private static final Tenant ANN = new Tenant("ann", Map.of(Dimension.USER, "ann"));
  private static final ChargePeriod NOVEMBER = MonthClose.periodOf(OCTOBER.plusMonths(1));

  @TempDir private Path folder;
  private SqlLedger ledger;
  private CloseLog log;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open(url(), List.of(Dimension.PROVIDER));
    log = ledger.closes();
    new Spend(ledger)
        .register("v")
        .hour("2026-10-31T23:00:00Z", "v", Map.of(Dimension.PROJECT, "p"), "4")
        .hour("2026-11-01T00:00:00Z", "v", Map.of(Dimension.PROJECT, "p"), "100");
    call("first", "2026-10-31T05:00:00Z", "bob", "0.000000001");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void closedMonth_staysWhileWhatComesLaterIsACorrection() {
    log.close(Tenant.ALL, OCTOBER, "ann", "", FIFTH);
    List<BookedRow> before = frozen(ledger.books());

    call("late", "2026-10-31T06:00:00Z", "bob", "2");
    assertThat(frozen(ledger.books())).isEqualTo(before).hasSize(2);
    assertThat(corrections(ledger.books())).singleElement().satisfies(this::isTwoDollars);
    assertThat(log.book(TENTH)).isEqualTo(1);
    assertThat(log.book(TENTH.plusSeconds(60))).isZero();

    assertThat(frozen(ledger.books())).isEqualTo(before);
    assertThat(corrections(ledger.books())).singleElement().satisfies(this::isTwoDollars);
    assertThat(ledger.books().totals(closed(), TENTH))
        .containsExactly(
            new Books.ProviderTotal("bedrock", Money.usd("0.000000001"), Money.usd("2"), 1),
            new Books.ProviderTotal("v", Money.usd("4"), Money.ZERO_USD, 0));
  }

  private void isTwoDollars(BookedRow row) {
    assertThat(row.total().cost()).isEqualTo(Money.usd("2"));
    assertThat(row.total().totalTokens()).isEqualTo(10);
    assertThat(row.shown().get(Dimension.USER)).isEqualTo("bob");
    assertThat(row.day()).isEqualTo(ChargePeriod.dayOf(Instant.parse("2026-10-31T00:00:00Z")));
    assertThat(row.knownAt()).isEqualTo(TENTH);
  }

  @Test
  void restatementDownwards_isANegativeCorrection() {
    log.close(Tenant.ALL, OCTOBER, "ann", "", FIFTH);

    new Spend(ledger).hour("2026-10-31T23:00:00Z", "v", Map.of(Dimension.PROJECT, "p"), "1.5");
    new Spend(ledger).hour("2026-10-31T23:00:00Z", "v", Map.of(Dimension.PROJECT, "p"), "1");

    assertThat(corrections(ledger.books()))
        .singleElement()
        .satisfies(row -> assertThat(row.total().cost()).isEqualTo(Money.usd("-3")));
  }

  @Test
  void closingAgain_changesNothing() {
    CloseLog.Closing first = log.close(Tenant.ALL, OCTOBER, "ann", "forced", FIFTH);
    call("late", "2026-10-31T06:00:00Z", "bob", "2");

    CloseLog.Closing second = log.close(Tenant.ALL, OCTOBER, "bob", "", TENTH);

    assertThat(first.fresh()).isTrue();
    assertThat(second).isEqualTo(new CloseLog.Closing(first.close(), false));
    assertThat(first.close()).isEqualTo(new MonthClose("", OCTOBER, FIFTH, "ann", "forced"));
    assertThat(corrections(ledger.books())).hasSize(1);
  }

  /** Killed between days: what was written down is not closed, and is written down again. */
  @Test
  void closingThatWasCutOff_isOpenUntilItIsDoneAgain() throws SQLException {
    log.close(Tenant.ALL, OCTOBER, "ann", "", FIFTH);
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute("update month_close set closed_at = null");
      statement.execute("delete from closed_row where day < " + (FIFTH.getEpochSecond() - 400_000));
    }
    assertThat(ledger.books().closed()).isEmpty();
    assertThat(log.find(Tenant.ALL, OCTOBER)).isEmpty();
    call("late", "2026-10-31T06:00:00Z", "bob", "2");

    assertThat(log.close(Tenant.ALL, OCTOBER, "ann", "", TENTH).fresh()).isTrue();

    assertThat(corrections(ledger.books())).isEmpty();
    assertThat(frozen(ledger.books())).hasSize(2);
  }

  /** The sums of the day stay the same, so it is found when its turn comes. */
  @Test
  void costThatMovesToAnotherUser_isTwoCorrectionsWithinADay() {
    hourOf("eve");
    log.close(Tenant.ALL, OCTOBER, "ann", "", FIFTH);
    hourOf("zoe");

    int booked = 0;
    for (int look = 0; look < 31; look++) {
      booked += log.book(FIFTH.plus(Duration.ofDays(2)).plusSeconds(look));
    }

    assertThat(booked).isEqualTo(2);
    assertThat(corrections(ledger.books()))
        .extracting(row -> row.shown().get(Dimension.USER) + row.total().cost().decimal())
        .containsExactlyInAnyOrder("eve-7", "zoe7");
  }

  /** Two conditions are answered from the records of a month, which are not read all the time. */
  @Test
  void tenantWithTwoConditions_isComparedWhenAnybodysSumsChangeAndWithinADay() {
    Tenant eve = new Tenant("eve", Map.of(Dimension.USER, "eve", Dimension.TEAM, "*"));
    hourOf("eve");
    log.close(eve, OCTOBER, "ann", "", FIFTH);
    assertThat(log.book(FIFTH)).isZero();

    hourOf("zoe");
    assertThat(log.book(FIFTH.plusSeconds(30))).as("everybody's sums are the same").isZero();
    call("late", "2026-10-31T06:00:00Z", "bob", "2");
    assertThat(log.book(FIFTH.plusSeconds(60))).as("they changed").isEqualTo(1);

    hourOf("eve");
    int booked = 0;
    for (int look = 0; look < 31; look++) {
      booked += log.book(FIFTH.plus(Duration.ofDays(2)).plusSeconds(look));
    }
    assertThat(booked).as("each day in its turn").isEqualTo(1);
  }

  /** All of an hour's bucket is one user's. */
  private void hourOf(String user) {
    ChargePeriod hour = ChargePeriod.hourOf(Instant.parse("2026-10-30T10:00:00Z"));
    UsageRecord usage =
        new UsageRecord(
            hour,
            Dimensions.of(Dimension.PROVIDER, "v").with(Dimension.USER, user),
            Tokens.of(TokenType.INPUT, 5),
            1L,
            Map.of(),
            new Cost.Estimated(Money.usd("7")));
    ledger.append(
        new Batch(
            "v:usage",
            hour,
            List.of(new Batch.Bucket("bucket", hour, true, List.of(usage))),
            hour.end()));
  }

  @Test
  void tenant_seesItsPartOfTheCloseOfAllUntilItHasItsOwn() {
    call("hers", "2026-10-31T07:00:00Z", "ann", "3");
    log.close(Tenant.ALL, OCTOBER, "root", "bob is late", FIFTH);
    call("late", "2026-10-31T08:00:00Z", "ann", "5");
    call("other", "2026-10-31T08:00:00Z", "bob", "6");
    Books hers = new TenantLedger(ledger, ANN).books();

    assertThat(hers.closed())
        .containsExactly(new MonthClose("", OCTOBER, FIFTH, "the operator", ""));
    assertThat(frozen(hers)).extracting(row -> row.total().cost()).containsExactly(Money.usd("3"));
    assertThat(corrections(hers))
        .extracting(row -> row.total().cost())
        .containsExactly(Money.usd("5"));
    assertThat(hers.totals(hers.closed().get(0), TENTH))
        .containsExactly(new Books.ProviderTotal("bedrock", Money.usd("3"), Money.usd("5"), 1));

    log.close(ANN, OCTOBER, "root", "", TENTH);

    assertThat(hers.closed()).containsExactly(new MonthClose("ann", OCTOBER, TENTH, "root", ""));
    assertThat(frozen(hers)).extracting(row -> row.total().cost().decimal()).containsExactly("8");
    assertThat(corrections(hers)).isEmpty();
    assertThat(corrections(ledger.books())).hasSize(2);
  }

  @Test
  void clockThatWasSetBack_booksNothingIntoAClosedMonth() {
    log.close(Tenant.ALL, OCTOBER, "ann", "", FIFTH);
    call("late", "2026-10-31T06:00:00Z", "bob", "2");

    log.book(Instant.parse("2026-10-20T00:00:00Z"));

    assertThat(corrections(ledger.books()))
        .singleElement()
        .satisfies(row -> assertThat(row.knownAt()).isEqualTo(NOVEMBER.start()));
  }

  @Test
  void closedMonth_isThereAfterARestart() {
    log.close(Tenant.ALL, OCTOBER, "ann", "", FIFTH);
    List<BookedRow> before = frozen(ledger.books());
    ledger.close();

    ledger = SqlLedger.open(url(), List.of(Dimension.PROVIDER));

    assertThat(frozen(ledger.books())).isEqualTo(before);
    assertThat(ledger.closes().firstMonth()).contains(OCTOBER);
  }

  private MonthClose closed() {
    return ledger.books().closed().get(0);
  }

  private static List<BookedRow> frozen(Books books) {
    MonthClose month = books.closed().get(0);
    return month.period().split(Duration.ofDays(1)).stream()
        .flatMap(day -> books.frozen(month, day, Map.of()).stream())
        .toList();
  }

  private static List<BookedRow> corrections(Books books) {
    return books.corrections(books.closed().get(0), NOVEMBER, TENTH, Map.of());
  }

  private void call(String id, String at, String user, String dollars) {
    ledger.appendEvents(
        List.of(new Call(id, at).of(Dimension.USER, user).told(dollars, null).event()), TENTH);
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}
