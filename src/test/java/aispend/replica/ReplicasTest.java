// SPDX-License-Identifier: Apache-2.0
package aispend.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.ledger.LedgerPlace;
import aispend.ledger.PostgresReplicas;
import aispend.ledger.Replica;
import aispend.telemetry.ReplicaTelemetry;
import aispend.testing.Postgres;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Daemons on one real PostgreSQL, each with a connection of its own. */
final class ReplicasTest {
  private final LedgerPlace place = Postgres.newLedger();
  private final List<One> all = new ArrayList<>();

  /** A daemon as the others see it. */
  private final class One {
    final AtomicReference<String> configuration = new AtomicReference<>("same");
    final CollectorRegistry registry = new CollectorRegistry();
    final Replicas replicas;

    One(String name, Duration clockAhead) {
      replicas =
          new Replicas(
              new PostgresReplicas(place),
              new Replicas.Self(name, () -> name + ":9477", "1.0", configuration::get),
              new ReplicaTelemetry(registry),
              Clock.offset(Clock.systemUTC(), clockAhead));
      all.add(this);
    }

    One(String name) {
      this(name, Duration.ZERO);
    }

    double shown(String metric) {
      return Objects.requireNonNull(registry.getSampleValue(metric));
    }
  }

  @AfterEach
  void close() {
    all.forEach(one -> one.replicas.close());
  }

  @Test
  void first_leadsAndTheOthersFollow() {
    One first = new One("first");
    One second = new One("second");
    first.replicas.beat();
    second.replicas.beat();
    first.replicas.beat();

    assertThat(first.replicas.leads()).isTrue();
    assertThat(second.replicas.leads()).isFalse();
    assertThat(first.replicas.polls()).isTrue();
    assertThat(second.replicas.polls()).isTrue();
    assertThat(first.replicas.all()).extracting(Replica::id).containsExactly("first", "second");
    assertThat(second.replicas.all()).extracting(Replica::leads).containsExactly(true, false);
    assertThat(first.shown("aispend_leader")).isEqualTo(1);
    assertThat(second.shown("aispend_leader")).isZero();
    assertThat(first.shown("aispend_replicas")).isEqualTo(2);
  }

  @Test
  void leaderThatGoes_isFollowedSoonAndOnlyAfterARest() {
    One first = new One("first");
    One second = new One("second");
    first.replicas.beat();
    second.replicas.beat();
    first.replicas.close();

    second.replicas.beat();
    assertThat(second.replicas.leads()).as("within the rest").isFalse();
    await()
        .atMost(Duration.ofSeconds(8))
        .until(
            () -> {
              second.replicas.beat();
              return second.replicas.leads();
            });
    assertThat(second.shown("aispend_leader_term")).isEqualTo(2);
  }

  @Test
  void leaderThatStandsBack_isFollowedSoonAndAsksAgainOnceItIsAlone() {
    One first = new One("first");
    One second = new One("second");
    first.replicas.beat();
    second.replicas.beat();
    first.replicas.beat();

    first.replicas.standBack();

    assertThat(first.replicas.leads()).isFalse();
    await()
        .atMost(Duration.ofSeconds(8))
        .until(
            () -> {
              first.replicas.beat();
              second.replicas.beat();
              assertThat(first.replicas.leads()).isFalse();
              return second.replicas.leads();
            });
    assertThat(first.replicas.standsBack()).isTrue();
    second.replicas.close();
    await()
        .atMost(Duration.ofSeconds(8))
        .until(
            () -> {
              first.replicas.beat();
              return first.replicas.leads();
            });
  }

  @Test
  void onlyDaemon_leadsOnWhateverItCannotDo() {
    One only = new One("only");
    only.replicas.beat();

    only.replicas.standBack();
    only.replicas.beat();

    assertThat(only.replicas.leads()).isTrue();
    assertThat(only.shown("aispend_leader_term")).isEqualTo(1);
  }

  @Test
  void leaderThatFallsSilent_standsDownBeforeAnotherLeads() {
    One first = new One("first");
    One second = new One("second");
    first.replicas.beat();
    long begun = System.nanoTime();

    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              second.replicas.beat();
              assertThat(first.replicas.leads() && second.replicas.leads()).isFalse();
              return second.replicas.leads();
            });
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Lease.LENGTH.minusSeconds(1), Lease.LENGTH.plusSeconds(5));
  }

  @Test
  void otherConfiguration_pollsNothingUntilItIsTheLeaders() {
    One first = new One("first");
    One second = new One("second");
    second.configuration.set("another");
    first.replicas.beat();
    second.replicas.beat();

    assertThat(second.replicas.polls()).isFalse();
    assertThat(second.shown("aispend_replica_configuration_differs")).isEqualTo(1);
    assertThat(first.shown("aispend_replica_configuration_differs")).isZero();

    second.configuration.set("same");
    second.replicas.beat();
    assertThat(second.replicas.polls()).isTrue();
    assertThat(second.shown("aispend_replica_configuration_differs")).isZero();
  }

  @Test
  void wrongClock_standsBackWhileAnotherIsRight() {
    One fast = new One("fast", Duration.ofSeconds(30));
    fast.replicas.beat();
    assertThat(fast.replicas.leads()).as("alone").isTrue();
    assertThat(fast.shown("aispend_replica_clock_ahead_seconds")).isBetween(29.0, 31.0);

    One right = new One("right");
    right.replicas.beat();
    assertThat(right.replicas.polls()).as("the leader's clock is wrong").isFalse();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              fast.replicas.beat();
              right.replicas.beat();
              return right.replicas.leads();
            });
    fast.replicas.beat();
    assertThat(fast.replicas.leads()).isFalse();
    assertThat(fast.replicas.polls()).isFalse();
    assertThat(right.replicas.polls()).isTrue();
  }
}
