// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Secret;
import aispend.testing.Call;
import aispend.testing.Spend;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
    int port = freePort();
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 1);
    EmbeddedPostgres server = start(port);
    try (SqlLedger ledger = SqlLedger.open(place(port), LABELS, LabelBounds.NONE)) {
      new Spend(ledger).register("openai");
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        work.add(threads.submit(() -> send(ledger)));
      }
      work.add(threads.submit(() -> poll(ledger)));
      for (int outage = 0; outage < 3; outage++) {
        awaitProgress();
        hangUpOnAll(port);
        awaitProgress();
        killAtOnce();
        await().atMost(RECOVERY).until(() -> refused.get() > 0);
        refused.set(0);
        server.close(); // which only lets go of the folder
        server = start(port);
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
      server.close();
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

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .start();
  }

  /**
   * An immediate shutdown: no checkpoint, no farewell; the log is played back at the next start.
   */
  private void killAtOnce() throws IOException, InterruptedException {
    Path pidFile = folder.resolve("data/postmaster.pid");
    String pid = Files.readAllLines(pidFile).get(0).strip();
    assertThat(new ProcessBuilder("kill", "-QUIT", pid).start().waitFor()).isZero();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static void hangUpOnAll(int port) throws SQLException {
    LedgerPlace place = place(port);
    try (Connection connection = DriverManager.getConnection(place.url(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
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

  private static LedgerPlace place(int port) {
    return new LedgerPlace(
        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", new Secret("postgres"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
