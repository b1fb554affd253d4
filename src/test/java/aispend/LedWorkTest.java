// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.ledger.LedgerPlace;
import aispend.ledger.PostgresReplicas;
import aispend.replica.Replicas;
import aispend.telemetry.ReplicaTelemetry;
import aispend.testing.Postgres;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two daemons on one real PostgreSQL, and work that only one of them is to do. */
final class LedWorkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final LedgerPlace place = Postgres.newLedger();
  private final List<One> all = new ArrayList<>();

  /** A daemon, and how its turns go. */
  private final class One {
    final Replicas replicas;
    final LedWork work;
    final AtomicInteger tries = new AtomicInteger();
    volatile boolean able;
    volatile boolean works;
    volatile boolean well;

    One(String name, boolean able) {
      this.able = able;
      replicas =
          new Replicas(
              new PostgresReplicas(place),
              new Replicas.Self(name, () -> name + ":9477", "1.0", () -> "same"),
              new ReplicaTelemetry(new CollectorRegistry()),
              Clock.systemUTC());
      work = new LedWork("test of " + name, replicas, this::turn, told -> well = told);
      all.add(this);
      replicas.start();
      work.start();
    }

    private LedWork.Shift turn() {
      return new LedWork.Shift() {
        @Override
        public void start() {
          tries.incrementAndGet();
          if (!able) {
            throw new IllegalStateException("the disk is full");
          }
          works = true;
        }

        @Override
        public void close() {
          works = false;
        }
      };
    }
  }

  @AfterEach
  void close() {
    all.forEach(one -> one.work.close());
    all.forEach(one -> one.replicas.close());
  }

  @Test
  void leaderThatCannotBegin_saysSoAndLetsAnotherOneDoIt() {
    One broken = new One("broken", false);
    await().atMost(PATIENCE).until(() -> broken.tries.get() > 0);
    One sound = new One("sound", true);
    assertThat(broken.well).isFalse();

    await().atMost(PATIENCE).until(() -> sound.works);

    assertThat(broken.replicas.leads()).isFalse();
    assertThat(broken.well).as("it stands back").isFalse();
    assertThat(sound.well).isTrue();
  }

  @Test
  void onlyDaemonThatCannotBegin_triesOnUntilItCan() {
    One only = new One("only", false);
    await().atMost(PATIENCE).until(() -> only.tries.get() > 3);
    assertThat(only.replicas.leads()).isTrue();
    assertThat(only.well).isFalse();

    only.able = true;

    await().atMost(PATIENCE).until(() -> only.works);
    await().atMost(PATIENCE).until(() -> only.well);
  }
}
