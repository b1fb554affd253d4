// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.Event.Fate;
import aispend.model.Money;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it takes events: what it acknowledged is there, each once. */
final class SqliteEventKillTest {
  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void killedWhileTakingEvents_keepsEachAcknowledgedEventOnce() throws Exception {
    Random random = new Random(20_261_121);
    int next = 0;
    for (int round = 0; round < 3; round++) {
      int last = writeAndKill(next, 2 + random.nextInt(8), random.nextInt(3_000_000));
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        long events = ledger.size().rows().getOrDefault("event", 0L);
        assertThat(events % KilledEventWriter.EVENTS).as("whole batches").isZero();
        long batches = events / KilledEventWriter.EVENTS;
        assertThat(batches).as("acknowledged, or in flight").isBetween(last + 1L, last + 2L);
        assertThat(spent(ledger)).isEqualTo(Money.usd(10_000_000L * events));
        assertThat(ledger.appendEvents(KilledEventWriter.batch(last), LedgerKit.at(1)))
            .isEqualTo(Collections.nCopies(KilledEventWriter.EVENTS, Fate.DUPLICATE));
        assertThat(spent(ledger)).isEqualTo(Money.usd(10_000_000L * events));
        next = (int) batches;
      }
    }
  }

  private static Money spent(SqlLedger ledger) {
    List<SumRow> rows = ledger.sums(SumQuery.total(LedgerKit.day(0)));
    assertThat(rows).hasSize(1);
    return rows.get(0).cost();
  }

  /** Kills a writer a moment after it acknowledged some batches; returns the last of them. */
  private int writeAndKill(int first, int batches, int spins) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledEventWriter.class.getName(),
                url(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int last = -1;
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      int kept = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("kept ")) {
          last = Integer.parseInt(line.substring("kept ".length()));
          kept++;
        }
        if (kept == batches && writer.isAlive()) {
          for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
          }
          // Unlike the process itself, its handle leaves what was printed to be read.
          writer.toHandle().destroyForcibly();
        }
      }
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(last).as("the writer died by itself").isGreaterThanOrEqualTo(first);
    return last;
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}
