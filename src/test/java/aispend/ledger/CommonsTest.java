// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two daemons on one PostgreSQL. */
final class CommonsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private SqlLedger one;
  private SqlLedger two;

  @BeforeEach
  void open() {
    LedgerPlace place = Postgres.newLedger();
    one = SqlLedger.open(place, List.of(Dimension.PROVIDER), LabelBounds.NONE);
    two = SqlLedger.open(place, List.of(Dimension.PROVIDER), LabelBounds.NONE);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void callsOfBothAtOnce_stayWithinTheDaysCap() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> taken = new ArrayList<>();
    for (SqlLedger ledger : List.of(one, two, one, two)) {
      taken.add(threads.submit(() -> take(ledger.commons(), 40, 100)));
    }
    int sum = 0;
    for (Future<Integer> part : taken) {
      sum += part.get();
    }
    threads.shutdown();

    assertThat(sum).isEqualTo(100);
    assertThat(one.commons().takeCall("v", "all", NOON, 101)).as("a higher cap").isTrue();
  }

  private static int take(Commons commons, int times, int most) {
    int taken = 0;
    for (int i = 0; i < times; i++) {
      taken += commons.takeCall("v", "all", NOON, most) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void nextDay_beginsAnewAndAClockBehindDoesNot() {
    assertThat(one.commons().takeCall("v", "all", NOON, 1)).isTrue();
    assertThat(two.commons().takeCall("v", "all", NOON, 1)).isFalse();

    assertThat(two.commons().takeCall("v", "all", NOON.plus(Duration.ofDays(1)), 1)).isTrue();
    assertThat(one.commons().takeCall("v", "all", NOON, 1)).as("still yesterday here").isFalse();
  }

  @Test
  void kindsAndProviders_haveCountsOfTheirOwn() {
    assertThat(one.commons().takeCall("v", "all", NOON, 1)).isTrue();
    assertThat(one.commons().takeCall("v", "paid", NOON, 1)).isTrue();
    assertThat(one.commons().takeCall("w", "all", NOON, 1)).isTrue();
    assertThat(one.commons().takeCall("w", "paid", NOON, 0)).isFalse();
  }

  @Test
  void noteOfOne_isReadByTheOtherAndReplaced() {
    PollNote failed =
        new PollNote("v", "v:costs", null, NOON, "AUTH", "the key is refused", "one:9477");
    one.commons().keep(failed);
    assertThat(two.commons().notes()).containsExactly(failed);

    PollNote well = new PollNote("v", "v:costs", NOON, NOON, null, "", "two:9477");
    two.commons().keep(well);
    assertThat(one.commons().notes()).containsExactly(well);
  }

  @Test
  void restOfOne_isReadByTheOther() {
    assertThat(two.commons().rest("v")).isEmpty();
    ProviderRest rest =
        new ProviderRest("c0ffee", NOON.plusSeconds(600), Duration.ofMinutes(20), "refused");
    one.commons().keep("v", rest);

    assertThat(two.commons().rest("v")).hasValue(rest);
  }

  @Test
  void thresholdThatBothSawCrossed_isKeptOnceWithItsFirstTime() {
    assertThat(one.crossings().isShared()).isTrue();
    one.crossings().keep(List.of(crossing(NOON)));
    two.crossings().keep(List.of(crossing(NOON.plusSeconds(5))));

    assertThat(two.crossings().of("company", "2026-11")).containsExactly(crossing(NOON));
  }

  private static CrossingLog.Crossing crossing(Instant at) {
    return new CrossingLog.Crossing("company", "limit=1", "2026-11", 90, at);
  }

  @Test
  void ledgerOfAVersionBefore_isBroughtUpToDate() {
    LedgerPlace place = Postgres.newDatabase();
    Flyway.configure()
        .dataSource(place.url(), place.user(), "postgres")
        .locations("classpath:db/migration", "classpath:db/postgresql")
        .target("23")
        .load()
        .migrate();

    try (SqlLedger ledger = SqlLedger.open(place, List.of(Dimension.PROVIDER), LabelBounds.NONE)) {
      assertThat(ledger.commons().notes()).isEmpty();
      assertThat(ledger.commons().takeCall("v", "all", NOON, 1)).isTrue();
    }
  }

  @Test
  void databaseThatIsGone_isSaid() {
    PostgresReplicas replicas =
        new PostgresReplicas(LedgerPlace.of("jdbc:postgresql://127.0.0.1:1/nothing"));

    assertThatThrownBy(() -> replicas.claim("me", Duration.ofSeconds(10)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot hold the lease of the leader");
    replicas.close();
  }
}
