// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Secret;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.PolledLedger;
import aispend.testing.ProviderPage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresTableProviderTest {
  private static final String PASSWORD = "invented-f0r-tests";

  private final MutableClock clock = MutableClock.at("2026-11-21T12:00:00Z");
  private final OutgoingHttp http = new OutgoingHttp(new Telemetry(), clock, "aispend/test");
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    run("create role reader login password '" + PASSWORD + "'");
  }

  @AfterAll
  void stop() throws Exception {
    postgres.close();
    http.close();
  }

  /** The table that tutorials make. */
  @BeforeEach
  void table() throws Exception {
    run("drop table if exists usage_log");
    run(
        """
        create table usage_log (id bigserial primary key, "timestamp" timestamp not null,
          model text, user_id text, project_id text, tokens_used integer, cost_usd numeric(12,6))
        """);
    run("grant select on usage_log to reader");
  }

  private void run(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void insert(String rows) throws Exception {
    run(
        "insert into usage_log (\"timestamp\", model, user_id, project_id, tokens_used, cost_usd)"
            + " values "
            + rows);
  }

  private Provider provider(String... more) {
    Map<String, String> options = new TreeMap<>();
    options.put("port", Integer.toString(postgres.getPort()));
    options.put("database", "postgres");
    options.put("login", "reader");
    options.put("table", "usage_log");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return PostgresTableProvider.TYPE
        .factory()
        .create(
            new ProviderSettings(
                "tracker", "http://localhost", new Secret(PASSWORD), "TRACKER_PASSWORD", options),
            http.client("tracker", HttpSettings.DEFAULTS),
            clock);
  }

  private static List<ReportedBucket> day(Provider provider) throws Exception {
    ChargePeriod day = ChargePeriod.dayOf(Instant.parse("2026-11-20T00:00:00Z"));
    return provider.fetch(provider.sources().get(0), day);
  }

  private static ReportedBucket hour(String start, ReportedUsage... rows) {
    Instant from = Instant.parse(start);
    return new ReportedBucket(
        "rows", ReportedPeriod.of(from, from.plus(Duration.ofHours(1))), List.of(rows));
  }

  private static Dimensions of(String model, String user) {
    return Dimensions.of(Dimension.MODEL, model)
        .with(Dimension.USER, user)
        .with(Dimension.PROJECT, "search");
  }

  private static ReportedCost usd(String amount) {
    return new ReportedCost(amount, ReportedCost.Unit.MAJOR, "USD");
  }

  @Test
  void type_isDescribedWithItsOptions() throws Exception {
    ProviderPage.describes(PostgresTableProvider.TYPE);
  }

  @Test
  void rows_areAddedUpByHourModelUserAndProject() throws Exception {
    insert(
        """
        ('2026-11-20 10:00:00', 'gpt-5-mini', 'ada', 'search', 100, 0.100001),
        ('2026-11-20 10:59:59.9', 'gpt-5-mini', 'ada', 'search', 50, 0.2),
        ('2026-11-20 10:30:00', 'gpt-5-mini', 'bob', 'search', 7, 1),
        ('2026-11-20 11:00:00', 'gpt-5-mini', 'ada', 'search', 1, null),
        ('2026-11-19 23:59:59', 'gpt-5-mini', 'ada', 'search', 1000, 5),
        ('2026-11-21 00:00:00', 'gpt-5-mini', 'ada', 'search', 1000, 5)
        """);

    assertThat(day(provider()))
        .containsExactly(
            hour(
                "2026-11-20T10:00:00Z",
                new ReportedUsage(
                    of("gpt-5-mini", "ada"), null, 2L, Map.of("tokens", "150"), usd("0.300001")),
                new ReportedUsage(
                    of("gpt-5-mini", "bob"), null, 1L, Map.of("tokens", "7"), usd("1.000000"))),
            hour(
                "2026-11-20T11:00:00Z",
                new ReportedUsage(
                    of("gpt-5-mini", "ada").with(Dimension.VARIANT, "without cost"),
                    null,
                    1L,
                    Map.of("tokens", "1"),
                    null)));
  }

  @Test
  void source_isTheAttributedView() {
    assertThat(provider().sources().get(0).layer()).isEqualTo(Layer.ATTRIBUTED);
    assertThat(provider().sources().get(0).name()).isEqualTo("tracker:usage");
  }

  @Test
  void emptyTable_saysNothing() throws Exception {
    provider().check();
    assertThat(day(provider())).isEmpty();
  }

  @Test
  void timesWithoutAZone_areInTheOneConfigured() throws Exception {
    insert("('2026-11-20 10:00:00', 'm', 'ada', 'search', 1, 1)");

    assertThat(day(provider("zone", "Europe/Berlin")).get(0).period().start())
        .as("an hour ahead")
        .hasToString("2026-11-20T09:00");
    run(
        "alter table usage_log alter \"timestamp\" type timestamptz"
            + " using \"timestamp\" at time zone 'UTC'");
    assertThat(day(provider("zone", "Europe/Berlin")).get(0).period().start())
        .as("has a zone of its own")
        .hasToString("2026-11-20T10:00");
  }

  @Test
  void timesAsTextOrNumbers_areRead() throws Exception {
    run("create table if not exists odd (t text, s double precision, ms bigint, cost_usd float8)");
    run("delete from odd");
    run("grant select on odd to reader");
    // 1795168800 is 2026-11-20T10:00:00Z.
    run("insert into odd values ('2026-11-20T12:00:00+02:00', 1795168800.5, 1795168800500, 0.1)");
    for (String[] column : new String[][] {{"t", "text"}, {"s", "epoch_s"}, {"ms", "epoch_ms"}}) {
      List<ReportedBucket> hours =
          day(
              provider(
                  "table",
                  "public.odd",
                  "time",
                  column[0],
                  "time_format",
                  column[1],
                  "model",
                  "",
                  "user",
                  "",
                  "project",
                  "",
                  "total_tokens",
                  ""));

      assertThat(hours)
          .as(column[1])
          .containsExactly(
              hour(
                  "2026-11-20T10:00:00Z",
                  new ReportedUsage(Dimensions.NONE, null, 1L, Map.of(), usd("0.1"))));
    }
  }

  @Test
  void tokensByKind_areTokens() throws Exception {
    run("alter table usage_log add prompt integer, add completion integer, add calls integer");
    insert("('2026-11-20 10:00:00', 'm', 'ada', 'search', 12, 1)");
    run("update usage_log set prompt = 10, completion = 2, calls = 3");

    ReportedUsage row =
        day(provider("input_tokens", "prompt", "output_tokens", "completion", "requests", "calls"))
            .get(0)
            .rows()
            .get(0);

    assertThat(row.tokens()).isEqualTo(ReportedTokens.plain(10L, 2L));
    assertThat(row.requests()).isEqualTo(3);
    assertThat(row.units()).as("the total is the sum of both").isEmpty();
  }

  @Test
  void totalOfTokens_countsAsInputWhereThatIsWanted() throws Exception {
    insert("('2026-11-20 10:00:00', 'm', 'ada', 'search', 12, 1)");

    ReportedUsage row = day(provider("total_tokens_as", "input")).get(0).rows().get(0);

    assertThat(row.tokens()).isEqualTo(ReportedTokens.plain(12L, null));
    assertThat(row.units()).isEmpty();
  }

  @Test
  void lateAndChangedRows_countOnce(@TempDir Path folder) throws Exception {
    String from = "2026-11-20T00:00:00Z";
    String to = "2026-11-21T00:00:00Z";
    insert("('2026-11-20 10:00:00', 'm', 'ada', 'search', 1, 1)");
    try (PolledLedger ledger = new PolledLedger(folder, provider(), clock)) {
      ledger.read(from, to);
      ledger.read(from, to);
      assertThat(ledger.dollars(from, to)).isEqualTo("1");

      insert(
          "('2026-11-20 10:00:01', 'm', 'ada', 'search', 1, 2), "
              + "('2026-11-20 09:00:00', 'm', 'bob', 'search', 1, 4)");
      run("update usage_log set cost_usd = 1.5 where cost_usd = 1");
      ledger.read(from, to);
      assertThat(ledger.dollars(Dimension.USER, from, to))
          .isEqualTo(Map.of("ada", "3.5", "bob", "4"));

      run("delete from usage_log where user_id = 'bob'");
      ledger.read(from, to);
      assertThat(ledger.dollars(from, to))
          .as("an hour that the table has dropped")
          .isEqualTo("7.5");
    }
  }

  @Test
  void costThatIsNoNumber_isNamedAndLosesNothingElse() throws Exception {
    insert(
        "('2026-11-20 10:00:00', 'm', 'ada', 'search', 1, 'NaN'),"
            + "('2026-11-20 10:00:00', 'm', 'bob', 'search', 1, 2)");

    assertThat(day(provider()).get(0).rows())
        .extracting(ReportedUsage::units)
        .containsExactly(
            Map.of("cost_usd", "unreadable: NaN", "tokens", "1"), Map.of("tokens", "1"));
  }

  @Test
  void refusals_sayWhatToDo() throws Exception {
    assertThat(failure(provider("login", "nobody")).kind()).isEqualTo(Kind.AUTH);
    assertThat(failure(provider("table", "nonesuch")))
        .hasMessageContaining("correct options.table");
    assertThat(failure(provider("cost", "price")))
        .hasMessageContaining("correct the option that names this column");
    assertThat(failure(provider("database", "nonesuch")))
        .hasMessageContaining("correct options.database");
    assertThat(failure(provider("port", "1")).kind()).isEqualTo(Kind.UNAVAILABLE);
    run("revoke select on usage_log from reader");
    assertThat(failure(provider()).kind()).isEqualTo(Kind.AUTH);
    assertThat(failure(provider())).hasMessageContaining("select from the table");
  }

  private static ProviderException failure(Provider provider) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> day(provider));
    assertThat(failure).isNotNull();
    assertThat(failure).hasMessageNotContaining(PASSWORD);
    ProviderException check = catchThrowableOfType(ProviderException.class, provider::check);
    assertThat(check.kind()).as("doctor says the same").isEqualTo(failure.kind());
    return failure;
  }

  @Test
  void unusableOptions_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider("table", "usage\"; drop table x"))
        .withMessageContaining("options.table");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider("zone", "Mars/Olympus"))
        .withMessageContaining("options.zone");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider("time", ""))
        .withMessageContaining("options.time");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider("cost", "a\"b"))
        .withMessageContaining("the name of a column");
  }
}
