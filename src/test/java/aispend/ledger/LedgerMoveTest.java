// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.ledger.Event.Fate;
import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.ReportedBalance;
import aispend.model.Tenant;
import aispend.testing.Call;
import aispend.testing.Postgres;
import aispend.testing.Spend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that holds something of everything, out of a file into PostgreSQL and back. */
final class LedgerMoveTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ChargePeriod EVER =
      new ChargePeriod(
          Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
  private static final MeterLog.Account ACCOUNT = new MeterLog.Account("stripe", "cus_1");

  @TempDir private Path folder;
  private LedgerPlace file = LedgerPlace.of("");
  private LedgerPlace server = LedgerPlace.of("");

  @BeforeEach
  void fill() {
    file = LedgerPlace.of("jdbc:sqlite:" + folder.resolve("ledger.db"));
    server = Postgres.newDatabase();
    try (SqlLedger ledger = open(file)) {
      spend(ledger);
      remember(ledger);
    }
  }

  /** Reports, restated and overlapping with what applications tell, over three months. */
  private static void spend(SqlLedger ledger) {
    ledger.outbox().turnOn(new Outbox.Settings(Duration.ofDays(90), 100, Map.of()), NOW);
    Spend spend = new Spend(ledger).register("openai", "bedrock");
    Map<Dimension, String> odd = Map.of(Dimension.MODEL, "tab\there\\new\nline \\N 🚀");
    for (String day : List.of("2026-09-30", "2026-10-31", "2026-11-20")) {
      spend.hour(day + "T23:00:00Z", "openai", odd, "1.000000001");
      spend.hour(day + "T23:00:00Z", "openai", odd, "2.000000002");
      spend.hour(day + "T05:00:00Z", "bedrock", Map.of(Dimension.MODEL, "nova"), "0.5");
    }
    ledger.appendEvents(calls(700), NOW);
    ledger.putNames("openai", Dimension.PROJECT, Map.of("p", "a \"name\"\r\nof two lines"));
  }

  private static void remember(SqlLedger ledger) {
    for (String left : List.of("9.5", "7.25")) {
      ledger.putBalances("deepseek", List.of(new ReportedBalance("granted", Money.usd(left))), NOW);
    }
    ledger.crossings().keep(List.of(crossing(50), crossing(75)));
    ledger.closes().close(Tenant.ALL, YearMonth.of(2026, 9), "ann", "", NOW);
    ledger.meters().account(ACCOUNT, Map.of(EVER.start(), 2_500L), 1_000, NOW);
    ledger.outbox().mark(ledger.outbox().pending(NOW, NOW, 3), Posting.State.SENT, NOW);
  }

  private static CrossingLog.Crossing crossing(int percent) {
    return new CrossingLog.Crossing("company", "limit=5", "2026-11", percent, NOW);
  }

  private static List<Event> calls(int count) {
    Random dice = new Random(7);
    List<Event> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(
          new Call("e" + i, NOW.minusSeconds(dice.nextInt(80 * 86_400)).toString())
              .of(Dimension.MODEL, "m" + i % 3)
              .of(Dimension.TENANT, "t" + i % 2)
              .told("0.00000000" + (1 + i % 9), null)
              .took((long) i, null)
              .extra(i % 50 == 0 ? "{\"k\":\"\\u0000 \\t\"}" : "")
              .event());
    }
    return calls;
  }

  @Test
  void movedLedger_answersAsBeforeAndGoesOn() {
    Map<String, Object> before = answers(file);

    List<LedgerMove.Line> lines = move(file, server);

    assertThat(lines).allMatch(line -> line.here().equals(line.there()));
    assertThat(lines)
        .filteredOn(line -> line.what().equals("events by source and day"))
        .allMatch(line -> line.here().equals("700") && line.groups() > 60);
    assertThat(lines)
        .extracting(LedgerMove.Line::what)
        .contains("closed months by tenant", "table label_member", "balances");
    assertSame(answers(server), before);
    assertSame(answers(file), before);
    goOn(server);
  }

  private static void goOn(LedgerPlace place) {
    try (SqlLedger ledger = open(place)) {
      assertThat(ledger.appendEvents(calls(700), NOW)).containsOnly(Fate.DUPLICATE);
      assertThat(ledger.appendEvents(List.of(new Call("new", NOW.toString()).event()), NOW))
          .containsExactly(Fate.ACCEPTED);
      new Spend(ledger)
          .hour("2026-11-20T05:00:00Z", "bedrock", Map.of(Dimension.MODEL, "nova"), "0.75");
      ledger.closes().close(Tenant.ALL, YearMonth.of(2026, 10), "bob", "", NOW);
      assertThat(ledger.books().closed()).hasSize(2);
    }
  }

  @Test
  void backInAFile_itIsTheSame() {
    Map<String, Object> before = answers(file);
    move(file, server);
    LedgerPlace back = LedgerPlace.of("jdbc:sqlite:" + folder.resolve("back.db"));

    move(server, back);

    assertSame(answers(back), before);
    goOn(back);
  }

  @Test
  void targetThatHoldsSpend_isRefused() {
    move(file, server);

    assertThatThrownBy(() -> move(file, server))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(server.url() + " is not empty")
        .hasMessageContaining("name an empty database");
  }

  /** As a daemon leaves it that was started there by mistake, without a provider. */
  @Test
  void targetThatWasOnlyOpened_isTaken() {
    open(server).close();

    assertThat(move(file, server)).isNotEmpty();
  }

  /** One nano more in one total of some. */
  @Test
  void amountThatChangesOnTheWay_keepsNothing() throws SQLException {
    open(server).close();
    sql(
        """
        create function nano() returns trigger language plpgsql as
          'begin new.value := new.value + 1; return new; end';
        create trigger nano before insert on counter for each row
          when (new.family = 'requests') execute function nano()
        """);

    assertThatThrownBy(() -> move(file, server))
        .isInstanceOfSatisfying(
            LedgerMove.UnlikeException.class,
            e ->
                assertThat(e.lines())
                    .filteredOn(line -> line.difference() != null)
                    .extracting(LedgerMove.Line::what)
                    .containsExactlyInAnyOrder(
                        "table counter", "exposed totals, in nanos and units"));

    assertThat(rows("source") + rows("event") + rows("counter")).isZero();
    sql("drop trigger nano on counter");
    assertThat(move(file, server)).isNotEmpty();
  }

  /** As when the process is killed, or the server goes away, in the middle. */
  @Test
  void moveThatIsCutOff_leavesTheTargetEmptyAndCanBeRepeated() throws SQLException {
    LedgerMove move = new LedgerMove(file, server);

    assertThatThrownBy(
            () ->
                move.run(
                    table -> {
                      if (table.equals("record")) {
                        hangUpOnAll();
                      }
                    }))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot write the ledger at " + server.url());

    assertThat(rows("source") + rows("dimension_set")).isZero();
    assertThat(move(file, server)).isNotEmpty();
  }

  @Test
  void fileThatIsNotThere_isNotMade() {
    LedgerPlace none = LedgerPlace.of("jdbc:sqlite:" + folder.resolve("none.db"));

    assertThatThrownBy(() -> new LedgerMove(none, server))
        .hasMessageContaining("there is no ledger at " + none.url());
    assertThat(folder.resolve("none.db")).doesNotExist();
    assertThatThrownBy(() -> new LedgerMove(server, server))
        .hasMessageContaining("name the one that it is in now");
  }

  @Test
  void emptyLedger_isNotTakenForTheRightOne() {
    LedgerPlace empty = Postgres.newDatabase();

    assertThatThrownBy(() -> move(empty, server)).hasMessageContaining("is empty: nothing was");
  }

  private static void assertSame(Map<String, Object> now, Map<String, Object> before) {
    before.forEach((what, said) -> assertThat(now.get(what)).as(what).isEqualTo(said));
  }

  private static List<LedgerMove.Line> move(LedgerPlace from, LedgerPlace to) {
    return new LedgerMove(from, to).run(table -> {});
  }

  private static Map<String, Object> answers(LedgerPlace place) {
    try (SqlLedger ledger = open(place)) {
      Map<String, Object> answers = new HashMap<>();
      answers.put("counters", Set.copyOf(ledger.counters()));
      for (Granularity width : Granularity.values()) {
        for (String source : new String[] {null, "events", "openai:usage"}) {
          SumQuery query = SumQuery.total(EVER, Dimension.PROVIDER, Dimension.MODEL);
          answers.put(
              width + " " + source, Set.copyOf(ledger.sums(query.ofSource(source).each(width))));
        }
      }
      answers.put("sources", Set.copyOf(ledger.sources()));
      answers.put("balances", ledger.balances("deepseek", Instant.EPOCH));
      answers.put("restatements", Set.copyOf(ledger.restatements(Instant.EPOCH, 100)));
      answers.put("closed", ledger.books().closed());
      answers.put("crossings", Set.copyOf(ledger.crossings().of("company", "2026-11")));
      answers.put("meters", ledger.meters().pending("stripe"));
      answers.put("pending", ledger.outbox().pendingCount());
      answers.put("expected", ledger.outbox().expected(EVER.start(), EVER.end()));
      answers.put("rows", spendRows(ledger));
      return answers;
    }
  }

  private static Map<String, Long> spendRows(SqlLedger ledger) {
    return ledger.size().rows().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static SqlLedger open(LedgerPlace place) {
    return SqlLedger.open(place, LABELS, LabelBounds.NONE);
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private long rows(String table) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void hangUpOnAll() {
    try {
      sql(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url(), "postgres", "postgres");
  }
}
