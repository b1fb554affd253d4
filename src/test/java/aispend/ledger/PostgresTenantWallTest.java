// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Tenant;
import aispend.testing.Call;
import aispend.testing.Postgres;
import aispend.testing.Spend;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row-level security behind the conditions of queries. */
final class PostgresTenantWallTest {
  private static final String ROLE = "spend_tenant";
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ChargePeriod DAYS =
      new ChargePeriod(
          Instant.parse("2026-11-18T00:00:00Z"), Instant.parse("2026-11-22T05:00:00Z"));
  private static final Map<Dimension, String> ACME = Map.of(Dimension.TENANT, "acme");
  private static final Map<Dimension, String> GLOBEX = Map.of(Dimension.TENANT, "globex");

  private LedgerPlace place = LedgerPlace.of("");
  private SqlLedger walled;
  private SqlLedger plain;

  @BeforeEach
  void fill() throws SQLException {
    place = Postgres.newLedger();
    sql(
        "do 'begin if not exists (select 1 from pg_roles where rolname = ''spend_tenant'')"
            + " then create role spend_tenant nologin; end if; end'");
    walled = open(ROLE);
    plain = open(null);
    Spend spend = new Spend(walled).register("openai");
    List<Event> events = new ArrayList<>();
    for (String tenant : List.of("acme", "globex", "acme_2", "")) {
      spend.hour(
          "2026-11-20T0" + (3 + tenant.length()) + ":00:00Z",
          "openai",
          Map.of(Dimension.PROJECT, tenant + "-web", Dimension.MODEL, "gpt"),
          "3." + (1 + tenant.length()));
      for (int i = 0; i < 40; i++) {
        events.add(
            new Call(tenant + i, NOW.minusSeconds(i * 4_000L).toString())
                .of(Dimension.TENANT, tenant)
                .of(Dimension.PROJECT, tenant + "-web")
                .of(Dimension.USER, "u" + i % 3)
                .took(100L + i, null)
                .told("0." + (1 + tenant.length()), null)
                .event());
      }
    }
    walled.appendEvents(events, NOW);
    walled.putNames("openai", Dimension.PROJECT, Map.of("globex-web", "Acme shop"));
  }

  @AfterEach
  void close() {
    walled.close();
    plain.close();
  }

  /** By a dimension of its own, by one of the cube, by several, by the shown name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant=acme",
        "project=acme*",
        "project=Acme shop",
        "provider=openai",
        "tenant=globex user=u1",
        "project=globex-* provider=bed*",
        "user=u?",
        "project=acme_2-web",
        "tenant=*"
      })
  void tenant_seesTheSameAsWithoutTheWall(String conditions) {
    Map<Dimension, String> own = new HashMap<>();
    for (String condition : conditions.split(" (?=\\w+=)", -1)) {
      String[] pair = condition.split("=", 2);
      own.put(Dimension.ofCode(pair[0]).orElseThrow(), pair[1]);
    }
    Tenant tenant = new Tenant("some", own);

    assertThat(answers(new TenantLedger(walled, tenant)))
        .isEqualTo(answers(new TenantLedger(plain, tenant)));
  }

  private static Map<String, Object> answers(LedgerReader ledger) {
    Map<String, Object> answers = new HashMap<>();
    for (Dimension by : Dimension.values()) {
      for (Granularity width : Granularity.values()) {
        SumQuery query = SumQuery.total(DAYS, by).each(width);
        answers.put("sums " + by + width, Set.copyOf(ledger.sums(query)));
      }
      answers.put(
          "costs " + by,
          Set.copyOf(ledger.costs(new CostQuery(DAYS, by, Map.of(), Granularity.DAY))));
    }
    answers.put("reported", Set.copyOf(ledger.sums(SumQuery.total(DAYS).ofSource("events"))));
    answers.put("events", ledger.events(page()));
    answers.put("sources", Set.copyOf(ledger.sources()));
    answers.put("times", ledger.latencies(new LatencyQuery(DAYS, Map.of(), null)).size());
    answers.put("foreign", ledger.foreignCosts(SumQuery.total(DAYS)));
    answers.put("fallbacks", ledger.fallbacks(SumQuery.total(DAYS)));
    return answers;
  }

  private static EventQuery page() {
    return new EventQuery(
        Instant.EPOCH, EventQuery.Place.at(DAYS.end()), Map.of(), null, null, 1_000);
  }

  @Test
  void queryThatForgetsTheTenant_seesItsOwnRowsOnly() {
    assertThat(seen(ACME, "select distinct dim_tenant from dimension_set")).containsExactly("acme");
    assertThat(
            seen(
                ACME,
                "select distinct d.dim_tenant from event e join dimension_set d"
                    + " on d.set_id = e.set_id"))
        .containsExactly("acme");
    assertThat(seen(ACME, "select count(*) from event")).containsExactly("40");
    assertThat(seen(ACME, "select sum(cost_nanos) from record")).containsExactly("20000000000");
    assertThat(seen(ACME, "select distinct dimension || ' ' || value from value_day"))
        .containsExactly("tenant acme");
    assertThat(seen(ACME, "select count(*) from cube_day")).containsExactly("0");
    assertThat(
            seen(
                Map.of(Dimension.PROJECT, "acme_2-*"),
                "select distinct c.project from cube_hour h join cube c on c.cube_id = h.cube_id"))
        .containsExactly("acme_2-web");
    assertThat(
            seen(
                Map.of(Dimension.PROJECT, "globex-*"), "select distinct project from latency_hour"))
        .containsExactly("globex-web");
  }

  @Test
  void whatIsNotBehindTheWall_cannotBeReadAtAll() {
    for (String table : List.of("counter", "posting", "closed_row", "event_2026_11")) {
      assertThatThrownBy(() -> seen(ACME, "select count(*) from " + table))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("permission denied");
    }
    assertThatThrownBy(() -> seen(ACME, "delete from event returning part"))
        .hasMessageContaining("permission denied")
        .isInstanceOf(LedgerException.class);
  }

  /** More askers than connections, so each is used by both in turn. */
  @Test
  void connectionThatATenantUsed_showsTheNextOneNothingOfIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try {
      List<Future<List<String>>> asked = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        Map<Dimension, String> own = i % 2 == 0 ? ACME : GLOBEX;
        asked.add(threads.submit(() -> seen(own, "select distinct dim_tenant from dimension_set")));
      }
      for (int i = 0; i < asked.size(); i++) {
        assertThat(asked.get(i).get(60, TimeUnit.SECONDS))
            .containsExactly(i % 2 == 0 ? "acme" : "globex");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(withoutConditions("select count(*) from dimension_set")).isZero();
    assertThat(withoutConditions("select count(*) from event")).isZero();
  }

  private long withoutConditions(String sql) throws SQLException {
    try (Connection connection = walled.storage.database().tenants().orElseThrow().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void roleThatIsNotThere_isSaidAtOpening() {
    assertThatThrownBy(() -> open("nobody_here"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.tenant_role is 'nobody_here'")
        .hasMessageContaining("create role nobody_here nologin");
    assertThatThrownBy(() -> open("postgres")).hasMessageContaining("no plain role");
  }

  @Test
  void daemonItself_isNotHeldAndOpensAgain() {
    walled.close();
    walled = open(ROLE);

    assertThat(walled.events(page())).hasSize(160);
    assertThat(walled.appendEvents(List.of(new Call("n", NOW.toString()).event()), NOW))
        .containsExactly(Event.Fate.ACCEPTED);
  }

  private List<String> seen(Map<Dimension, String> own, String sql) {
    return walled.storage.readWithin(
        own, "look", handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private SqlLedger open(@Nullable String role) {
    LedgerPlace as = new LedgerPlace(place.url(), place.user(), place.password(), role);
    return SqlLedger.open(as, LABELS, LabelBounds.NONE);
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(place.url(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
