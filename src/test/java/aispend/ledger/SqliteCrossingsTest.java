// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.CrossingLog.Crossing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which thresholds were crossed, in a SQLite file. */
final class SqliteCrossingsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void crossing_staysAsItWasFirstSeenOverARestart() {
    try (SqlLedger ledger = open()) {
      assertThat(ledger.crossings().keep(List.of(crossing("2026-11", 50, NOON)))).isTrue();
      assertThat(ledger.crossings().keep(List.of(crossing("2026-11", 50, NOON.plusSeconds(60)))))
          .isTrue();
      ledger.crossings().keep(List.of(crossing("2026-11", 75, NOON.plusSeconds(90))));
    }
    try (SqlLedger ledger = open()) {
      assertThat(ledger.crossings().of("company", "2026-11"))
          .containsExactlyInAnyOrder(
              crossing("2026-11", 50, NOON), crossing("2026-11", 75, NOON.plusSeconds(90)));
    }
  }

  @Test
  void otherPeriodsAndBudgets_areOthers() {
    try (SqlLedger ledger = open()) {
      ledger.crossings().keep(List.of(crossing("2026-11", 50, NOON)));
      assertThat(ledger.crossings().of("company", "2026-12")).isEmpty();
      assertThat(ledger.crossings().of("search", "2026-11")).isEmpty();
    }
  }

  @Test
  void whatIsOlderThanAYear_isForgotten() {
    try (SqlLedger ledger = open()) {
      ledger.crossings().keep(List.of(crossing("2026-11", 50, NOON)));
      ledger.crossings().keep(List.of(crossing("2027-12", 50, NOON.plus(Duration.ofDays(400)))));
      assertThat(ledger.crossings().of("company", "2026-11")).hasSize(1);
      ledger.crossings().keep(List.of(crossing("2027-12", 75, NOON.plus(Duration.ofDays(401)))));
      assertThat(ledger.crossings().of("company", "2026-11")).isEmpty();
    }
  }

  @Test
  void logThatForgets_keepsNothing() {
    assertThat(CrossingLog.NONE.keep(List.of(crossing("2026-11", 50, NOON)))).isFalse();
    assertThat(CrossingLog.NONE.of("company", "2026-11")).isEmpty();
  }

  private SqlLedger open() {
    return SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LedgerKit.LABELS);
  }

  private static Crossing crossing(String cycle, int percent, Instant at) {
    return new Crossing("company", "limit=5", cycle, percent, at);
  }
}
