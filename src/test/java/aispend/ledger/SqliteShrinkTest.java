// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk gets back what dropped rows took. */
final class SqliteShrinkTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void fileOfDroppedEvents_becomesSmall() throws Exception {
    Path file = folder.resolve("ledger.db");
    try (SqlLedger ledger = open(file)) {
      List<Event> events =
          IntStream.range(0, 3_000)
              .mapToObj(
                  i ->
                      new Call("e" + i, "2026-05-01T10:00:00Z")
                          .extra("{\"k\":\"" + "x".repeat(1_000) + "\"}")
                          .event())
              .toList();
      ledger.appendEvents(events, NOW);
    }
    long full = Files.size(file);

    try (SqlLedger ledger = open(file)) {
      int pieces = 0;
      while (!ledger.retain(new RetentionBounds(NOW, NOW)).isEmpty()) {
        pieces++;
      }
      assertThat(pieces).isEqualTo(3);
    }

    assertThat(full).isGreaterThan(3_000_000);
    assertThat(Files.size(file)).isLessThan(full / 5);
  }

  private static SqlLedger open(Path file) {
    return SqlLedger.open("jdbc:sqlite:" + file, LedgerKit.LABELS);
  }
}
