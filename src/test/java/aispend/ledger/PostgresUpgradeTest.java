// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.testing.Call;
import aispend.testing.Postgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers in PostgreSQL as earlier versions left them. */
final class PostgresUpgradeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** With what JSON, SQL and the hash of a text each write in a way of its own. */
  private static final String NAME = "n\\ov\"a'日本";

  private static final String BEFORE =
      """
      insert into meta (name, value) values ('labels', 'provider,model');
      insert into counter (family, labels, value, credit, first_seen)
        values ('cost', '%s', 5000000000, 0, 7);
      insert into posting_choice (scope, wanted, shown) values ('model', '%s', 'other');
      insert into posting_series (series_id, family, provider, labels)
        values (1, 'cost', 'bedrock', '["model","x"]');
      insert into budget_crossing (budget, terms, cycle, percent, crossed_at)
        values ('b', 'limit=5', '2026-11', 80, 1795000000);
      """
          .formatted(quoted(JsonText.of(List.of("events", "bedrock", NAME))), quoted(NAME));

  private final LedgerPlace place = Postgres.newDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"30", "35"})
  void totalsOfAnEarlierVersion_goOn(String version) throws SQLException {
    migrateTo(version);
    sql(BEFORE);

    try (SqlLedger ledger =
        SqlLedger.open(place, List.of(Dimension.PROVIDER, Dimension.MODEL), LabelBounds.NONE)) {
      ledger.appendEvents(
          List.of(
              new Call("e1", "2026-11-21T11:00:00Z")
                  .of(Dimension.MODEL, NAME)
                  .told("1", null)
                  .event()),
          NOW);

      assertThat(ledger.counters())
          .filteredOn(total -> total.family() == CounterFamily.COST)
          .extracting(CounterTotal::value)
          .usingElementComparator(BigDecimal::compareTo)
          .containsExactly(BigDecimal.valueOf(6));
      ledger
          .crossings()
          .keep(List.of(new CrossingLog.Crossing("b", "limit=5", "2026-11", 80, NOW)));
      assertThat(ledger.crossings().of("b", "2026-11"))
          .extracting(CrossingLog.Crossing::at)
          .containsExactly(Instant.ofEpochSecond(1_795_000_000));
    }
  }

  /** Longer than a connection may be silent otherwise. */
  @Test
  void migration_hasAsLongAsItTakes() throws SQLException {
    migrateTo("35");
    sql(
        """
        create function slow() returns event_trigger language plpgsql as
          'begin perform pg_sleep(4); end';
        create event trigger slow on ddl_command_end
          when tag in ('CREATE FUNCTION') execute function slow();
        """);
    LedgerPlace hasty =
        new LedgerPlace(place.url() + "?socketTimeout=2", place.user(), place.password());

    try (SqlLedger ledger = SqlLedger.open(hasty, List.of(Dimension.PROVIDER), LabelBounds.NONE)) {
      assertThat(ledger.counters()).isEmpty();
    }
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(place.url(), "postgres", "postgres")
        .locations("classpath:db/migration", "classpath:db/postgresql")
        .target(version)
        .load()
        .migrate();
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(place.url(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
