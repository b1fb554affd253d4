// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The monotonic totals: closed sets, restarts, other labels, other layers. */
abstract class CounterKit extends LedgerKit {
  @Test
  void registeredSource_hasItsClosedTotalsAtZeroFromTheStart() {
    assertThat(ledger.counters())
        .containsExactly(
            zero(CounterFamily.CREDITS, "openai:usage", "openai"),
            zero(CounterFamily.SOURCE_COST, "openai:usage", "openai"),
            zero(CounterFamily.RESTATED, "openai:usage", "openai", "down"),
            zero(CounterFamily.RESTATED, "openai:usage", "openai", "up"));

    ledger.register(USAGE, Set.of());
    assertThat(ledger.counters()).hasSize(4);
  }

  @Test
  void newTotal_isSeenFirstWhenItsBatchWasRead() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    read(USAGE, 9, bucket(hour(8), spent(hour(8), "1", "model", "m")));

    assertThat(cost())
        .containsExactly(
            new CounterTotal(
                CounterFamily.COST,
                List.of("openai:usage", "openai", "", "m"),
                new BigDecimal("5.000000000"),
                new BigDecimal("0E-9"),
                at(6)));
  }

  @Test
  void restart_goesOnAtTheSameValues() {
    busyDay();
    List<CounterTotal> before = ledger.counters();
    List<LedgerReader.SourceState> sources = ledger.sources();

    reopen();
    assertThat(ledger.counters()).isEqualTo(before);
    assertThat(ledger.sources()).isEqualTo(sources);
    ledger.register(USAGE, Set.of());
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    assertThat(ledger.counters()).isEqualTo(before);
    assertThat(ledger.sources()).isEqualTo(sources);

    read(USAGE, 62, bucket(hour(61), spent(hour(61), "1", "project", "p", "model", "m")));
    assertThat(counters(CounterFamily.COST)).containsEntry("openai:usage/openai/p/m", "11");
  }

  @Test
  void otherLabels_rebuildTheTotalsFromTheRecords() {
    busyDay();
    BigDecimal truth = costLessCredits();
    List<CounterTotal> others = others();

    reopen(Dimension.PROVIDER, Dimension.KEY);

    assertThat(counters(CounterFamily.COST))
        .isEqualTo(
            Map.of(
                "openai:usage/openai/k", "7",
                "openai:usage/openai/", "2",
                "openai:costs/openai/", "0"));
    assertThat(counters(CounterFamily.CREDITS))
        .isEqualTo(Map.of("openai:usage/openai", "0", "openai:costs/openai", "1"));
    assertThat(counters(CounterFamily.REQUESTS))
        .isEqualTo(
            Map.of("openai:usage/openai/k/success", "1", "openai:usage/openai//success", "1"));
    assertThat(costLessCredits()).isEqualByComparingTo(truth).isEqualByComparingTo("8");
    assertThat(canonical(day(0))).isEqualTo("8");
    assertThat(others()).isEqualTo(others);
    assertThat(cost()).extracting(CounterTotal::firstSeen).containsOnly(Instant.EPOCH);

    read(USAGE, 70, bucket(hour(69), spent(hour(69), "1", "project", "p", "key", "k")));
    assertThat(counters(CounterFamily.COST)).containsEntry("openai:usage/openai/k", "8");
  }

  @Test
  void labelsThereAndBack_stillTellTheTruth() {
    busyDay();
    reopen(Dimension.PROVIDER);
    reopen();

    assertThat(counters(CounterFamily.COST))
        .isEqualTo(
            Map.of(
                "openai:usage/openai/p/m", "7",
                "openai:usage/openai/q/m", "2",
                "openai:costs/openai/q/", "0"));
    assertThat(costLessCredits()).isEqualByComparingTo("8");
  }

  @Test
  void labels_showNames() {
    ledger.putNames("openai", Dimension.PROJECT, Map.of("p", "Search"));
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));

    assertThat(counters(CounterFamily.COST)).containsOnlyKeys("openai:usage/openai/Search/m");
  }

  @Test
  void renamedWhileSpendFalls_keepsTheSumExact() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p")));
    ledger.putNames("openai", Dimension.PROJECT, Map.of("p", "Search"));

    read(USAGE, 7, bucket(hour(5), spent(hour(5), "3", "project", "p")));

    assertThat(costLessCredits()).isEqualByComparingTo("3");
    assertThat(counters(CounterFamily.COST))
        .isEqualTo(Map.of("openai:usage/openai/p/", "4", "openai:usage/openai/Search/", "0"));
  }

  /** Detail of 10, then 7, for p and 2 for q; a settled bill of 7 for p and 1 for q. */
  private void busyDay() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    read(
        USAGE,
        6,
        bucket(
            hour(5),
            spent(hour(5), "10", "project", "p", "model", "m", "key", "k"),
            spent(hour(5), "2", "project", "q", "model", "m")));
    read(
        USAGE,
        7,
        bucket(
            hour(5),
            spent(hour(5), "7", "project", "p", "model", "m", "key", "k"),
            spent(hour(5), "2", "project", "q", "model", "m")));
    read(
        COSTS,
        48,
        bucket(
            day(0),
            billed(day(0), "7", "project", "p"),
            billed(day(0), "1", "project", "q", "line_item", "x")));
  }

  private List<CounterTotal> cost() {
    return ledger.counters().stream()
        .filter(total -> total.family() == CounterFamily.COST)
        .toList();
  }

  private List<CounterTotal> others() {
    Set<CounterFamily> rebuilt =
        Set.of(
            CounterFamily.COST,
            CounterFamily.CREDITS,
            CounterFamily.TOKENS,
            CounterFamily.REQUESTS);
    return ledger.counters().stream().filter(total -> !rebuilt.contains(total.family())).toList();
  }

  private static CounterTotal zero(CounterFamily family, String... labels) {
    return new CounterTotal(
        family, List.of(labels), new BigDecimal("0E-9"), new BigDecimal("0E-9"), Instant.EPOCH);
  }
}
