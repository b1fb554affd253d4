// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it writes: what it acknowledged is there, once; the rest is whole. */
final class SqliteKillTest {
  private static final int ROUNDS = 4;

  @TempDir private Path folder;

  @Test
  @Timeout(180)
  void killedWhileWriting_keepsEachAcknowledgedBatchOnce() throws Exception {
    Random random = new Random(20_261_121);
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged = writeAndKill(2 + random.nextInt(12), random.nextInt(4_000_000));
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        long last = hours(ledger) - 1;
        assertThat(last)
            .as("what is acknowledged, and at most the batch in flight")
            .isBetween(acknowledged, acknowledged + 1);
        isWhole(ledger, last);
        AppendResult again = ledger.append(KilledWriter.batch(last));
        assertThat(again).isEqualTo(new AppendResult(0, 2 * KilledWriter.ROWS, 0, 0));
        isWhole(ledger, last);
      }
    }
    assertThat(acknowledged).isGreaterThan(2 * ROUNDS);
  }

  /**
   * Lets a writer run until it has acknowledged some batches, and kills it a moment later.
   *
   * @param spins how long that moment is; no clock, since it need not be exact
   * @return the last hour it acknowledged
   */
  private long writeAndKill(int batches, int spins) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                url())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = -1;
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < batches; i++) {
        last = nextKept(lines).orElseThrow(() -> new AssertionError("the writer died by itself"));
      }
      for (int i = 0; i < spins; i++) {
        Thread.onSpinWait();
      }
      // Unlike the process itself, its handle leaves what was printed to be read.
      writer.toHandle().destroyForcibly();
      for (OptionalLong kept = nextKept(lines); kept.isPresent(); kept = nextKept(lines)) {
        last = kept.getAsLong();
      }
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    return last;
  }

  /** The next acknowledged hour; empty at the end. */
  private static OptionalLong nextKept(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(KilledWriter.KEPT)) {
        return OptionalLong.of(Long.parseLong(line.substring(KilledWriter.KEPT.length())));
      }
    }
    return OptionalLong.empty();
  }

  /**
   * All hours up to the last in full, the last at half; in every sum, total and record. All but the
   * very first, which came in full, were restated once.
   */
  private static void isWhole(SqlLedger ledger, long last) {
    ChargePeriod all = new ChargePeriod(LedgerKit.at(0), LedgerKit.at(last + 1));
    Money wanted = Money.usd(KilledWriter.ROWS * (last * 1_000_000_000L + 500_000_000L));
    for (SumQuery query :
        List.of(
            SumQuery.total(all),
            SumQuery.total(all).ofSource(LedgerKit.USAGE.name()),
            SumQuery.total(all, Dimension.MODEL),
            SumQuery.total(all, Dimension.KEY),
            SumQuery.total(all, Dimension.MODEL, Dimension.KEY))) {
      assertThat(ledger.sums(query).stream().map(SumRow::cost).reduce(Money.ZERO_USD, Money::plus))
          .as("%s", query)
          .isEqualTo(wanted);
    }
    assertThat(
            ledger.counters().stream()
                .filter(total -> total.family() == CounterFamily.COST)
                .map(total -> Money.of(total.value(), "USD"))
                .reduce(Money.ZERO_USD, Money::plus))
        .isEqualTo(wanted);
    assertThat(ledger.size().rows()).containsEntry("record", KilledWriter.ROWS * (last + 1));
    assertThat(ledger.size().rows())
        .containsEntry("record_history", KilledWriter.ROWS * (last - 1));
  }

  /** Whole hours from the start to the watermark. */
  private static long hours(SqlLedger ledger) {
    return Duration.between(
            LedgerKit.START,
            ledger.source(LedgerKit.USAGE.name()).orElseThrow().watermark().orElseThrow())
        .toHours();
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}
