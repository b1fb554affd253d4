// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.model.ChargePeriod;
import aispend.model.UsageRecord;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A process of its own that appends hour after hour until it is killed, and says each hour once it
 * is acknowledged. Each batch brings a new hour at half its cost and the hour before in full.
 */
final class KilledWriter {
  static final int ROWS = 20;

  /** Begins each line that acknowledges an hour. */
  static final String KEPT = "kept hour ";

  private KilledWriter() {}

  /** Takes the ledger's URL; goes on at the ledger's watermark. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try (SqlLedger ledger = SqlLedger.open(arguments[0], LedgerKit.LABELS)) {
      ledger.register(LedgerKit.USAGE, Set.of());
      Instant watermark =
          ledger
              .source(LedgerKit.USAGE.name())
              .flatMap(LedgerReader.SourceState::watermark)
              .orElse(LedgerKit.at(1));
      long hour = Duration.between(LedgerKit.START, watermark).toHours();
      while (true) {
        ledger.append(batch(hour));
        out.println(KEPT + hour);
        hour++;
      }
    }
  }

  static Batch batch(long hour) {
    return new Batch(
        LedgerKit.USAGE.name(),
        new ChargePeriod(LedgerKit.at(hour - 1), LedgerKit.at(hour + 1)),
        List.of(bucket(hour - 1, "1"), bucket(hour, "0.5")),
        LedgerKit.at(hour + 1));
  }

  private static Batch.Bucket bucket(long hour, String dollars) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      records.add(
          LedgerKit.spent(
              LedgerKit.hour(hour), dollars, "project", "p", "model", "m" + i, "key", "k" + hour));
    }
    return new Batch.Bucket("main", LedgerKit.hour(hour), true, records);
  }
}
