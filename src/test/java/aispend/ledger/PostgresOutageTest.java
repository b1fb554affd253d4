// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.testing.Call;
import aispend.testing.OwnPostgres;
import aispend.testing.Spend;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL of its own that hangs up, dies and comes back while events and reports are written.
 */
final class PostgresOutageTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ChargePeriod DAY = ChargePeriod.dayOf(NOW);
  private static final int SENDERS = 3;
  private static final int BATCH = 20;

  /** So soon after the server is back everything is written again. */
  private static final Duration RECOVERY = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile boolean ending;

  @Test
  void serverThatDiesAndComesBack_losesAndDoublesNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 1);
    try (OwnPostgres server = OwnPostgres.start(folder);
        SqlLedger ledger = SqlLedger.open(server.place(), LABELS, LabelBounds.NONE)) {
      new Spend(ledger).register("openai");
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        work.add(threads.submit(() -> send(ledger)));
      }
      work.add(threads.submit(() -> poll(ledger)));
      for (int outage = 0; outage < 3; outage++) {
        awaitProgress();
        server.hangUpOnAll();
        awaitProgress();
        server.kill();
        await().atMost(RECOVERY).until(() -> refused.get() > 0);
        refused.set(0);
        server.restart();
        ledger.checkWritable(NOW);
        awaitProgress();
      }
      ending = true;
      for (Future<?> one : work) {
        one.get(60, TimeUnit.SECONDS);
      }
      assertThat(accepted.get()).isEqualTo((long) numbers.get() * BATCH).isGreaterThan(200);
      assertThat(spent(ledger, "bedrock")).isEqualByComparingTo(BigDecimal.valueOf(accepted.get()));
      assertThat(spent(ledger, "openai")).isEqualByComparingTo("2.5");
      assertThat(counted(ledger))
          .isEqualByComparingTo(BigDecimal.valueOf(accepted.get()).add(new BigDecimal("2.5")));
      assertThat(ledger.size().rows()).containsEntry("event", accepted.get());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Sends each batch until it is answered, as senders do; what was kept unheard is a duplicate. */
  private void send(SqlLedger ledger) {
    while (!ending) {
      int number = numbers.getAndIncrement();
      List<Event> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(
            new Call("e" + number + "-" + i, NOW.minusSeconds(number % 3_000).toString())
                .of(Dimension.MODEL, "m" + number % 3)
                .told("1", null)
                .event());
      }
      untilDone(
          () ->
              assertThat(ledger.appendEvents(batch, NOW))
                  .allMatch(fate -> fate == Fate.ACCEPTED || fate == Fate.DUPLICATE));
      accepted.addAndGet(BATCH);
    }
  }

  /** Reads the same hour of a report again and again; it says 2.50 each time. */
  private void poll(SqlLedger ledger) {
    Spend spend = new Spend(ledger);
    while (!ending) {
      untilDone(
          () ->
              spend.hour("2026-11-21T05:00:00Z", "openai", Map.of(Dimension.MODEL, "gpt"), "2.5"));
    }
  }

  private void untilDone(Runnable write) {
    while (true) {
      try {
        write.run();
        return;
      } catch (LedgerException e) {
        assertThat(e.reason()).isNotEqualTo(LedgerException.Reason.REFUSED);
        refused.incrementAndGet();
      }
    }
  }

  private void awaitProgress() {
    long before = accepted.get();
    await().atMost(RECOVERY).until(() -> accepted.get() >= before + SENDERS * BATCH * 2L);
  }

  private static BigDecimal spent(SqlLedger ledger, String provider) {
    return ledger.sums(SumQuery.total(DAY).where(Map.of(Dimension.PROVIDER, provider))).stream()
        .map(row -> row.cost().units())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal counted(SqlLedger ledger) {
    return ledger.counters().stream()
        .filter(total -> total.family() == CounterFamily.COST)
        .map(CounterTotal::value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
