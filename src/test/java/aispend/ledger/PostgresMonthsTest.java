// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.testing.Call;
import aispend.testing.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Single events by month on PostgreSQL. */
final class PostgresMonthsTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ChargePeriod EVER =
      new ChargePeriod(
          Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2027-12-01T00:00:00Z"));

  /** An event of the version before: id {@code e1}, an hour into October. */
  private static final String EARLIER =
      """
      insert into source (source_id, name, provider, layer, timeliness, bucket_seconds,
        max_window_seconds, lookback_seconds, settle_seconds, match_on)
      values (1, 'events@bedrock', 'bedrock', 'attributed', 'realtime', 3600, 3600, 3600, 3600, '');
      insert into dimension_set (set_id, content, dim_provider, dim_model)
      values (7, '{}', 'bedrock', 'nova');
      insert into event (tenant, hour, id_high, id_low, content_hash, occurred_at, source_id,
        set_id, part, cost_nanos, event_id)
      select '', 1790816400, ('x' || encode(substr(sha256('e1'), 1, 8), 'hex'))::bit(64)::bigint,
        ('x' || encode(substr(sha256('e1'), 9, 8), 'hex'))::bit(64)::bigint, 5, 1790816400 + 60,
        1, 7, 'events', 1000000000, 'e1'
      """;

  private LedgerPlace place = Postgres.newLedger();

  @Test
  void events_lieByMonthAndTheNextMonthIsMadeAhead() throws SQLException {
    try (SqlLedger ledger = open()) {
      ledger.appendEvents(List.of(call("a", "2026-11-21T11:00:00Z")), NOW);
      assertThat(parts()).containsExactly("event_2026_11", "event_2026_12");

      ledger.appendEvents(
          List.of(
              call("b", "2026-11-30T23:59:59Z"),
              call("c", "2026-12-01T00:00:00Z"),
              call("d", "2026-12-31T23:59:59Z")),
          NOW);

      assertThat(parts()).containsExactly("event_2026_11", "event_2026_12", "event_2027_01");
      assertThat(rows("event_2026_11")).isEqualTo(2);
      assertThat(rows("event_2026_12")).isEqualTo(2);
      assertThat(rows("event_2027_01")).isZero();
    }
  }

  /** In the same batch, and told to two daemons of which one has not seen the month. */
  @Test
  void lateEventsOfAMonthWithoutAPart_areKeptOnce() throws SQLException {
    try (SqlLedger one = open();
        SqlLedger two = open()) {
      one.appendEvents(List.of(call("a", "2026-11-21T11:00:00Z")), NOW);
      two.appendEvents(List.of(call("b", "2026-11-21T11:00:00Z")), NOW);
      Event late = call("late", "2026-08-31T23:59:59Z");

      assertThat(one.appendEvents(List.of(late, call("c", "2026-06-01T00:00:00Z")), NOW))
          .containsOnly(Fate.ACCEPTED);

      assertThat(two.appendEvents(List.of(late, call("d", "2026-06-30T00:00:00Z")), NOW))
          .containsExactly(Fate.DUPLICATE, Fate.ACCEPTED);
      assertThat(parts()).contains("event_2026_06", "event_2026_08");
      assertThat(rows("event")).isEqualTo(5);
    }
  }

  @Test
  void refusedBatch_leavesNoMonthThatIsTakenForThere() {
    try (SqlLedger ledger = open()) {
      ledger.appendEvents(List.of(huge("a"), huge("b"), call("c", "2026-11-21T11:00:00Z")), NOW);

      assertThat(ledger.appendEvents(List.of(call("d", "2026-11-21T11:00:00Z")), NOW))
          .containsExactly(Fate.ACCEPTED);
    }
  }

  @Test
  void oldMonth_isDroppedAsAWholeAndNoTotalMoves() throws SQLException {
    try (SqlLedger ledger = open()) {
      List<Event> events = new ArrayList<>();
      for (int day = 1; day <= 28; day++) {
        for (String month : List.of("07", "08", "11")) {
          events.add(call("e" + day, "2026-%s-%02dT05:00:00Z".formatted(month, day)));
        }
      }
      ledger.appendEvents(events, NOW);
      Set<Object> before = totals(ledger);

      Map<String, Integer> dropped = ledger.retain(bounds("2026-08-15T00:00:00Z"));

      assertThat(dropped).containsEntry("event", 28);
      assertThat(parts()).doesNotContain("event_2026_07").contains("event_2026_08");
      assertThat(rows("event_2026_08")).as("goes with its last day").isEqualTo(28);
      assertThat(shown(ledger)).as("of those that are kept").isEqualTo(14 + 28);
      assertThat(ledger.appendEvents(events, NOW).stream().filter(Fate.EXPIRED::equals))
          .hasSize(28 + 14);
      assertThat(totals(ledger)).isEqualTo(before);

      assertThat(ledger.retain(bounds("2026-09-01T00:00:00Z"))).containsEntry("event", 28);
      assertThat(ledger.retain(bounds("2026-09-01T00:00:00Z"))).isEmpty();
      assertThat(totals(ledger)).isEqualTo(before);
    }
  }

  @Test
  void eventsOfAnEarlierVersion_areTheFirstPartAndStayKnown() throws SQLException {
    place = Postgres.newDatabase();
    migrateTo("23");
    sql(EARLIER);

    try (SqlLedger ledger = open()) {
      assertThat(parts()).containsExactly("event_before");
      assertThat(
              ledger.appendEvents(
                  List.of(
                      call("e1", "2026-10-01T01:01:00Z"),
                      call("e2", "2026-10-01T01:01:00Z"),
                      call("e3", "2026-11-01T00:00:00Z")),
                  NOW))
          .containsExactly(Fate.CONFLICT, Fate.ACCEPTED, Fate.ACCEPTED);
      assertThat(parts()).containsExactly("event_2026_11", "event_2026_12", "event_before");
      assertThat(rows("event_before")).isEqualTo(2);
      assertThat(rows("event_2026_11")).isEqualTo(1);

      assertThat(ledger.retain(bounds("2026-10-31T00:00:00Z"))).doesNotContainKey("event");
      assertThat(ledger.retain(bounds("2026-11-01T00:00:00Z"))).containsEntry("event", 2);
      assertThat(parts()).containsExactly("event_2026_11", "event_2026_12");
    }
  }

  private static RetentionBounds bounds(String rawFrom) {
    return new RetentionBounds(Instant.parse(rawFrom), NOW.minus(Duration.ofDays(400)));
  }

  private static Set<Object> totals(SqlLedger ledger) {
    Set<Object> totals = new HashSet<>(ledger.counters());
    totals.addAll(ledger.sums(SumQuery.total(EVER, Dimension.MODEL)));
    totals.addAll(ledger.sums(SumQuery.total(EVER).each(SumQuery.Granularity.DAY)));
    return totals;
  }

  private static int shown(SqlLedger ledger) {
    EventQuery all =
        new EventQuery(Instant.EPOCH, EventQuery.Place.at(EVER.end()), Map.of(), null, null, 1_000);
    EventQuery ofOne =
        new EventQuery(
            Instant.EPOCH,
            EventQuery.Place.at(EVER.end()),
            Map.of(Dimension.PROVIDER, "bedrock"),
            null,
            null,
            1_000);
    assertThat(ledger.events(ofOne)).hasSameSizeAs(ledger.events(all));
    return ledger.events(all).size();
  }

  private static Event call(String id, String at) {
    return new Call(id, at).told("1", null).event();
  }

  /** Two of these are beyond what a sum can hold. */
  private static Event huge(String id) {
    return new Call(id, "2026-11-21T11:00:00Z").told("9000000000", null).event();
  }

  private SqlLedger open() {
    return SqlLedger.open(place, LABELS, LabelBounds.NONE);
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(place.url(), "postgres", "postgres")
        .locations("classpath:db/migration", "classpath:db/postgresql")
        .target(version)
        .load()
        .migrate();
  }

  private List<String> parts() throws SQLException {
    List<String> parts = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select inhrelid::regclass::text from pg_inherits"
                    + " where inhparent = 'event'::regclass order by 1")) {
      while (rows.next()) {
        parts.add(rows.getString(1));
      }
    }
    return parts;
  }

  private long rows(String table) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(place.url(), "postgres", "postgres");
  }
}
