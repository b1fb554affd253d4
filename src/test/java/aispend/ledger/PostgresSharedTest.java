// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aispend.ledger.Event.Fate;
import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Secret;
import aispend.model.Tenant;
import aispend.testing.Call;
import aispend.testing.Postgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two daemons on one PostgreSQL, and a PostgreSQL that goes away. */
final class PostgresSharedTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ChargePeriod DAY = ChargePeriod.dayOf(NOW);

  private LedgerPlace place = LedgerPlace.of("");
  private SqlLedger one;
  private SqlLedger two;

  @BeforeEach
  void open() {
    place = Postgres.newLedger();
    one = SqlLedger.open(place, LABELS, LabelBounds.NONE);
    two = SqlLedger.open(place, LABELS, LabelBounds.NONE);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void sameEventsToBothAtOnce_countOnce() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      events.add(call(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Long> first = threads.submit(sending(one, events, 1));
      Future<Long> second = threads.submit(sending(two, events, 2));

      assertThat(first.get(60, TimeUnit.SECONDS) + second.get(60, TimeUnit.SECONDS))
          .as("accepted")
          .isEqualTo(600);
    } finally {
      threads.shutdownNow();
    }
    for (SqlLedger ledger : List.of(one, two)) {
      assertThat(spent(ledger)).isEqualByComparingTo("600");
      assertThat(counted(ledger)).isEqualByComparingTo("600");
    }
  }

  @Test
  void whatOneWrote_theOtherSeesAtOnce() {
    assertThat(counted(two)).isZero();
    long before = two.revision();

    one.appendEvents(List.of(call(1)), NOW);

    assertThat(two.revision()).isNotEqualTo(before);
    assertThat(counted(two)).isEqualByComparingTo("1");
    assertThat(two.appendEvents(List.of(call(1), call(2)), NOW))
        .containsExactly(Fate.DUPLICATE, Fate.ACCEPTED);
    assertThat(counted(one)).isEqualByComparingTo("2");
  }

  @Test
  void lostConnections_loseNothingThatWasAcknowledged() throws SQLException {
    one.appendEvents(List.of(call(1)), NOW);
    hangUpOnAll();

    assertThatThrownBy(() -> one.appendEvents(List.of(call(2)), NOW))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.UNAVAILABLE));

    assertThat(one.appendEvents(List.of(call(1), call(2)), NOW))
        .containsExactly(Fate.DUPLICATE, Fate.ACCEPTED);
    assertThat(spent(one)).isEqualByComparingTo("2");
    assertThat(spent(two)).isEqualByComparingTo("2");
  }

  @Test
  void emptyDatabase_becomesALedger() {
    try (SqlLedger fresh = SqlLedger.open(Postgres.newDatabase(), LABELS, LabelBounds.NONE)) {
      assertThat(fresh.appendEvents(List.of(call(1)), NOW)).containsExactly(Fate.ACCEPTED);
      assertThat(fresh.size().bytes()).isPositive();
    }
  }

  @Test
  void wrongPassword_isSaidAtOpening() {
    LedgerPlace wrong = new LedgerPlace(place.url(), "nobody", new Secret("hunter2"));

    assertThatThrownBy(() -> SqlLedger.open(wrong, LABELS, LabelBounds.NONE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(place.url())
        .hasMessageContaining("ledger.user")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void mark_isThereWhileADaemonRuns() {
    assertThat(PostgresMark.runningWith(place)).isEmpty();
    try (PostgresMark mark = PostgresMark.on(place);
        PostgresMark other = PostgresMark.on(place)) {
      mark.prices("v1");
      assertThat(PostgresMark.runningWith(place)).contains("v1");
      other.prices("v2");
      assertThat(PostgresMark.runningWith(place)).contains("v2");
    }
    // The server notices a little later that a client hung up.
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(PostgresMark.runningWith(place)).isEmpty());
  }

  @Test
  void markOfALostConnection_isRenewed() throws SQLException {
    try (PostgresMark mark = PostgresMark.on(place)) {
      mark.prices("v1");
      hangUpOnAll();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(PostgresMark.runningWith(place)).isEmpty());

      mark.renew();

      assertThat(PostgresMark.runningWith(place)).contains("v1");
    }
  }

  @Test
  void closedMonth_isAsInAFile() {
    one.appendEvents(List.of(call(1), call(2)), NOW);
    YearMonth month = YearMonth.of(2026, 11);

    one.closes().close(Tenant.ALL, month, "ann", "", NOW.plus(Duration.ofDays(20)));
    one.closes().close(Tenant.ALL, month.minusMonths(1), "ann", "", NOW.plus(Duration.ofDays(20)));

    assertThat(two.books().closed()).hasSize(2);
  }

  @Test
  void costsOfAValue_areToldByTheHourAndByTheDay() {
    one.appendEvents(List.of(call(1), call(2)), NOW);
    for (Granularity width : Granularity.values()) {
      CostQuery query = new CostQuery(DAY, Dimension.FEATURE, Map.of(), width);
      assertThat(one.costs(query)).as("%s", width).hasSize(1);
    }
  }

  @Test
  void writersOfBefore_becomeOneRow() throws SQLException {
    one.appendEvents(List.of(call(1)), NOW);
    SqlLedger.open(place, LABELS, LabelBounds.NONE).close();
    long before = two.revision();
    try (SqlLedger third = SqlLedger.open(place, LABELS, LabelBounds.NONE)) {
      assertThat(writers()).isEqualTo(2);
      assertThat(two.revision()).isGreaterThan(before);
      one.appendEvents(List.of(call(1), call(2)), NOW);
      assertThat(counted(third)).isEqualByComparingTo("2");
    }
  }

  private static Callable<Long> sending(SqlLedger ledger, List<Event> events, long seed) {
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    return () -> {
      long accepted = 0;
      for (int from = 0; from < shuffled.size(); from += 20) {
        accepted +=
            ledger.appendEvents(shuffled.subList(from, from + 20), NOW).stream()
                .filter(fate -> fate == Fate.ACCEPTED)
                .count();
      }
      return accepted;
    };
  }

  private static Event call(int number) {
    return new Call("e" + number, NOW.minusSeconds(number % 3_000).toString())
        .of(Dimension.MODEL, "m" + number % 3)
        .told("1", null)
        .event();
  }

  private static BigDecimal spent(SqlLedger ledger) {
    return ledger.sums(SumQuery.total(DAY)).stream()
        .map(row -> row.cost().units())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal counted(SqlLedger ledger) {
    return ledger.counters().stream()
        .filter(total -> total.family() == CounterFamily.COST)
        .map(CounterTotal::value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private long writers() throws SQLException {
    try (Connection connection = DriverManager.getConnection(place.url(), "postgres", "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from ledger_writer")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void hangUpOnAll() throws SQLException {
    try (Connection connection = DriverManager.getConnection(place.url(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
  }
}
