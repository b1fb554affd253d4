// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.Spend;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Totals are kept in memory, and are those of the file all the same. */
class CounterReaderTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);

  @TempDir private Path folder;
  private SqlLedger ledger;
  private Spend spend;

  @BeforeEach
  void open() {
    ledger = opened();
    spend = new Spend(ledger).register("openai");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void oneTotalGrows_theOthersAreTheSameObjects() {
    spent(10, "a", "1");
    spent(11, "b", "2");
    List<CounterTotal> before = ledger.counters();

    spent(12, "b", "3");

    List<CounterTotal> after = ledger.counters();
    assertThat(cost("a")).isEqualByComparingTo("1");
    assertThat(cost("b")).isEqualByComparingTo("5");
    Set<CounterTotal> same = Collections.newSetFromMap(new IdentityHashMap<>());
    same.addAll(before);
    assertThat(after).filteredOn(total -> total.labels().contains("a")).allMatch(same::contains);
  }

  @Test
  void keptTotals_areThoseOfTheFileInTheSameOrder() {
    for (int hour = 0; hour < 20; hour++) {
      spent(hour, List.of("m", "a", "z", "a b", "ä").get(hour % 5) + hour % 3, "1");
      assertThat(ledger.counters()).isNotEmpty();
    }

    try (SqlLedger fresh = opened()) {
      assertThat(ledger.counters()).isEqualTo(fresh.counters());
    }
  }

  @Test
  void moreThanIsReadOneByOne_isReadWhole() {
    assertThat(ledger.counters()).hasSize(4);
    ChargePeriod hour = ChargePeriod.hourOf(Instant.parse("2026-11-21T10:00:00Z"));
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i <= ChangedTotals.MOST; i++) {
      records.add(record(hour, "m" + i));
    }

    ledger.append(
        new Batch(
            "openai:usage",
            hour,
            List.of(new Batch.Bucket("completions", hour, false, records)),
            hour.end()));

    assertThat(ledger.counters())
        .filteredOn(total -> total.family() == CounterFamily.COST)
        .hasSameSizeAs(records);
  }

  @Test
  void anotherProcessWrites_isSeenBeforeLong() {
    spent(10, "a", "1");
    assertThat(cost("a")).isEqualByComparingTo("1");
    try (SqlLedger other = opened()) {
      new Spend(other).hour("2026-11-21T11:00:00Z", "openai", Map.of(Dimension.MODEL, "a"), "2");
    }

    for (int i = 0; i < CounterReader.WHOLE_EVERY; i++) {
      assertThat(ledger.counters()).isNotEmpty();
    }

    assertThat(cost("a")).isEqualByComparingTo("3");
  }

  @Test
  void refusedBatch_leavesTheTotals() {
    spent(10, "a", "9000000000");
    List<CounterTotal> before = ledger.counters();

    assertThatThrownBy(() -> spent(11, "a", "9000000000")).isInstanceOf(LedgerException.class);

    assertThat(ledger.counters()).isEqualTo(before);
  }

  private SqlLedger opened() {
    return SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LABELS);
  }

  private void spent(int hour, String model, String usd) {
    spend.hour(
        "2026-11-21T%02d:00:00Z".formatted(hour), "openai", Map.of(Dimension.MODEL, model), usd);
  }

  private static UsageRecord record(ChargePeriod hour, String model) {
    return new UsageRecord(
        hour,
        new Dimensions(Map.of(Dimension.PROVIDER, "openai", Dimension.MODEL, model)),
        new Tokens(Map.of()),
        1L,
        Map.of(),
        new Cost.Estimated(Money.usd("1")),
        Savings.NONE);
  }

  private BigDecimal cost(String model) {
    return ledger.counters().stream()
        .filter(total -> total.family() == CounterFamily.COST && total.labels().contains(model))
        .map(CounterTotal::value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
