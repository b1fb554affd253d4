// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Savings beside the cost: summed as it is, moved as it is, and no vendor's statement. */
abstract class SavingsKit extends LedgerKit {
  @Test
  void savings_areTheSameBySumsOfAnyWidth() {
    read(
        USAGE,
        7,
        bucket(
            hour(5),
            saved(hour(5), "1", 700, 30, "model", "a", "key", "k"),
            saved(hour(5), "1", -200, -5, "model", "b")),
        bucket(hour(6), saved(hour(6), "2", 11, 0, "model", "a", "key", "k")));

    assertThat(savings(SumQuery.total(day(0)))).isEqualTo(Map.of("", "511 25"));
    assertThat(savings(SumQuery.total(hour(6)))).isEqualTo(Map.of("", "11 0"));
    assertThat(savings(SumQuery.total(day(0)).ofSource(USAGE.name())))
        .isEqualTo(Map.of("", "511 25"));
    assertThat(savings(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("a", "711 30", "b", "-200 -5"));
    assertThat(savings(SumQuery.total(day(0), Dimension.KEY)))
        .isEqualTo(Map.of("k", "711 30", "", "-200 -5"));
    assertThat(savings(SumQuery.total(day(0), Dimension.KEY, Dimension.MODEL)))
        .isEqualTo(Map.of("k/a", "711 30", "/b", "-200 -5"));
  }

  @Test
  void restatement_movesSavingsByTheDifference() {
    read(USAGE, 6, bucket(hour(5), saved(hour(5), "4", 1_000, 50, "model", "a")));

    assertThat(read(USAGE, 7, bucket(hour(5), saved(hour(5), "3", 400, -20, "model", "a"))))
        .isEqualTo(new AppendResult(0, 0, 1, 0));
    assertThat(savings(SumQuery.total(day(0)))).isEqualTo(Map.of("", "400 -20"));

    read(USAGE, 8, bucket(hour(5)));
    assertThat(savings(SumQuery.total(day(0)))).as("gone with its record").isEmpty();
  }

  @Test
  void otherSavingsOnTheSameUse_replaceThemAndAreNoRestatement() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "a", "key", "k")));
    Map<String, String> counted = counters(CounterFamily.COST);

    UsageRecord repriced = saved(hour(5), "4", 1_000, 50, "model", "a", "key", "k");
    assertThat(read(USAGE, 7, bucket(hour(5), repriced))).isEqualTo(new AppendResult(0, 1, 0, 0));
    assertThat(read(USAGE, 8, bucket(hour(5), repriced))).isEqualTo(new AppendResult(0, 1, 0, 0));

    assertThat(savings(SumQuery.total(day(0)))).isEqualTo(Map.of("", "1000 50"));
    assertThat(savings(SumQuery.total(day(0), Dimension.KEY, Dimension.MODEL)))
        .isEqualTo(Map.of("k/a", "1000 50"));
    assertThat(canonical(day(0))).isEqualTo("4");
    assertThat(ledger.restatements(START, 5)).isEmpty();
    assertThat(counters(CounterFamily.COST)).isEqualTo(counted);
    assertThat(counters(CounterFamily.RESTATED))
        .isEqualTo(Map.of("openai:usage/openai/up", "0", "openai:usage/openai/down", "0"));
  }

  @Test
  void twoRowsOfOneIdentity_saveTogetherUnlessOneHasNoPrice() {
    UsageRecord one = saved(hour(5), "1", 700, 30, "model", "a");
    UsageRecord two = saved(hour(5), "1", 50, 2, "model", "a");
    read(USAGE, 6, bucket(hour(5), one, two));
    assertThat(savings(SumQuery.total(day(0)))).isEqualTo(Map.of("", "750 32"));

    UsageRecord unknown =
        new UsageRecord(
            hour(5),
            dims("model", "a"),
            Tokens.of(TokenType.OUTPUT, 7),
            1L,
            Map.of(),
            new Cost.Unpriced("model a"));
    read(USAGE, 7, bucket(hour(5), one, unknown));
    assertThat(savings(SumQuery.total(day(0)))).isEqualTo(Map.of("", "0 0"));
  }

  @Test
  void bill_leavesTheSavingsOfTheDetail() {
    ledger.register(COSTS, Set.of());
    read(USAGE, 48, bucket(hour(5), saved(hour(5), "4", 1_000, 50, "model", "a")));
    read(COSTS, 72, bucket(day(0), billed(day(0), "3")));

    assertThat(canonical(day(0))).isEqualTo("3");
    assertThat(savings(SumQuery.total(day(0)))).isEqualTo(Map.of("", "1000 50"));
  }

  static UsageRecord saved(
      ChargePeriod period, String dollars, long cacheNanos, long tierNanos, String... pairs) {
    return new UsageRecord(
        period,
        dims(pairs),
        Tokens.of(TokenType.INPUT, 10),
        1L,
        Map.of(),
        new Cost.Estimated(Money.usd(dollars)),
        Savings.usd(cacheNanos, tierNanos));
  }

  /** Nanos by cache and by tier, by the values of the grouping joined by a slash. */
  private Map<String, String> savings(SumQuery query) {
    Map<String, String> savings = new TreeMap<>();
    for (SumRow row : ledger.sums(query)) {
      String key = query.groupBy().stream().map(row.key()::get).collect(Collectors.joining("/"));
      savings.put(key, row.savings().cache().nanos() + " " + row.savings().tier().nanos());
    }
    return savings;
  }
}
