// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of records whose content changes, grows, shrinks or vanishes. */
abstract class RestatementKit extends LedgerKit {
  @Test
  void hourThatGrowsAndShrinks_movesSumsAndKeepsHistory() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4")));
    assertThat(read(USAGE, 7, bucket(hour(5), spent(hour(5), "10"))))
        .isEqualTo(new AppendResult(0, 0, 1, 0));
    assertThat(read(USAGE, 8, bucket(hour(5), spent(hour(5), "9.5"))))
        .isEqualTo(new AppendResult(0, 0, 1, 0));

    assertThat(canonical(hour(5))).isEqualTo("9.5");
    assertThat(dollars(SumQuery.total(day(0)).ofSource(USAGE.name()))).isEqualTo("9.5");
    assertThat(ledger.restatements(START, 10))
        .containsExactly(restated(2, 8, "10", "9.5"), restated(1, 7, "4", "10"));
    assertThat(ledger.restatements(at(8), 10)).containsExactly(restated(2, 8, "10", "9.5"));
    assertThat(ledger.restatements(START, 1)).containsExactly(restated(2, 8, "10", "9.5"));
    assertThat(counters(CounterFamily.RESTATED))
        .isEqualTo(Map.of("openai:usage/openai/up", "6", "openai:usage/openai/down", "0.5"));
  }

  @Test
  void canonicalDecrease_isACreditAndNotPaidOff() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4")));
    read(USAGE, 7, bucket(hour(5), spent(hour(5), "10")));
    read(USAGE, 8, bucket(hour(5), spent(hour(5), "9.5")));
    assertThat(counters(CounterFamily.COST)).isEqualTo(Map.of("openai:usage/openai//", "10"));
    assertThat(counters(CounterFamily.CREDITS)).isEqualTo(Map.of("openai:usage/openai", "0.5"));
    assertThat(counters(CounterFamily.SOURCE_COST))
        .isEqualTo(Map.of("openai:usage/openai", "10-0.5"));

    read(USAGE, 9, bucket(hour(5), spent(hour(5), "9.75")));
    assertThat(counters(CounterFamily.COST)).isEqualTo(Map.of("openai:usage/openai//", "10.25"));
    assertThat(counters(CounterFamily.CREDITS)).isEqualTo(Map.of("openai:usage/openai", "0.5"));
    assertThat(counters(CounterFamily.SOURCE_COST))
        .isEqualTo(Map.of("openai:usage/openai", "10-0.25"));

    read(USAGE, 10, bucket(hour(5), spent(hour(5), "11")));
    assertThat(counters(CounterFamily.SOURCE_COST)).isEqualTo(Map.of("openai:usage/openai", "11"));
    assertThat(costLessCredits()).isEqualByComparingTo("11");
  }

  @Test
  void tokensAndRequests_holdDecreasesAsCreditThatGrowthPaysOff() {
    read(USAGE, 6, bucket(hour(5), used(hour(5), 100, 50, 5)));
    read(USAGE, 7, bucket(hour(5), used(hour(5), 60, 50, 2)));
    assertThat(counters(CounterFamily.TOKENS))
        .isEqualTo(
            Map.of(
                "openai:usage/openai//m/input", "100-40", "openai:usage/openai//m/output", "50"));
    assertThat(counters(CounterFamily.SOURCE_TOKENS))
        .isEqualTo(
            Map.of("openai:usage/openai/input", "100-40", "openai:usage/openai/output", "50"));
    assertThat(counters(CounterFamily.REQUESTS))
        .isEqualTo(Map.of("openai:usage/openai//m/success", "5-3"));

    read(USAGE, 8, bucket(hour(5), used(hour(5), 90, 70, 6)));
    assertThat(counters(CounterFamily.TOKENS))
        .isEqualTo(
            Map.of(
                "openai:usage/openai//m/input", "100-10", "openai:usage/openai//m/output", "70"));
    assertThat(counters(CounterFamily.REQUESTS))
        .isEqualTo(Map.of("openai:usage/openai//m/success", "6"));
  }

  @Test
  void rowMissingFromACompleteBucket_isRestatedToNothing() {
    read(
        USAGE,
        6,
        bucket(hour(5), spent(hour(5), "1", "model", "a"), spent(hour(5), "2", "model", "b")));

    assertThat(read(USAGE, 7, bucket(hour(5), spent(hour(5), "1", "model", "a"))))
        .isEqualTo(new AppendResult(0, 1, 1, 0));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL))).isEqualTo(Map.of("a", "1"));
    assertThat(ledger.restatements(START, 9)).containsExactly(restated(1, 7, "2", "0"));
    assertThat(counters(CounterFamily.CREDITS)).isEqualTo(Map.of("openai:usage/openai", "2"));
    assertThat(read(USAGE, 7, bucket(hour(5), spent(hour(5), "1", "model", "a"))))
        .as("what is gone stays gone, and is not restated again")
        .isEqualTo(new AppendResult(0, 1, 0, 0));
  }

  @Test
  void rowThatComesBack_isRestatedUp() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "2")));
    read(USAGE, 7, bucket(hour(5)));

    assertThat(read(USAGE, 8, bucket(hour(5), spent(hour(5), "2"))))
        .isEqualTo(new AppendResult(0, 0, 1, 0));

    assertThat(canonical(day(0))).isEqualTo("2");
    assertThat(costLessCredits()).isEqualByComparingTo("2");
  }

  @Test
  void rowMissingFromAnIncompleteBucket_isKept() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", "model", "a")));

    assertThat(read(USAGE, 7, incomplete(hour(5), spent(hour(5), "2", "model", "b"))))
        .isEqualTo(new AppendResult(1, 0, 0, 0));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void emptyCompleteBucket_clears() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", "model", "a", "key", "k")));

    assertThat(read(USAGE, 7, bucket(hour(5)))).isEqualTo(new AppendResult(0, 0, 1, 0));

    assertThat(canonical(day(0))).isEqualTo("0");
    assertThat(ledger.sums(SumQuery.total(day(0), Dimension.KEY))).isEmpty();
    assertThat(ledger.sums(SumQuery.total(day(0), Dimension.MODEL))).isEmpty();
    assertThat(ledger.sums(SumQuery.total(day(0), Dimension.MODEL, Dimension.KEY))).isEmpty();
  }

  @Test
  void unpricedThenPriced_isKnownFromThenOn() {
    Tokens tokens = Tokens.of(TokenType.INPUT, 10);
    UsageRecord unknown =
        new UsageRecord(
            hour(5), dims("model", "new"), tokens, 1L, Map.of(), new Cost.Unpriced("model new"));
    read(USAGE, 6, bucket(hour(5), unknown));
    assertThat(ledger.sums(SumQuery.total(day(0))))
        .containsExactly(new SumRow(Dimensions.NONE, null, Money.usd(0), tokens, 1, 10));
    assertThat(counters(CounterFamily.UNPRICED)).isEqualTo(Map.of("openai/new", "10"));

    read(USAGE, 7, bucket(hour(5), spent(hour(5), "3", "model", "new")));

    assertThat(ledger.sums(SumQuery.total(day(0))))
        .containsExactly(new SumRow(Dimensions.NONE, null, Money.usd("3"), tokens, 1, 0));
    assertThat(counters(CounterFamily.UNPRICED)).isEqualTo(Map.of("openai/new", "10-10"));
    assertThat(ledger.restatements(START, 5))
        .containsExactly(
            new LedgerReader.Restatement(
                USAGE.name(), at(5), 1, at(7), Optional.empty(), Optional.of(Money.usd("3"))));
  }

  @Test
  void pricedAndUnpricedRowOfOneIdentity_areUnknownTogether() {
    UsageRecord unknown =
        new UsageRecord(
            hour(5),
            dims("model", "a"),
            Tokens.of(TokenType.OUTPUT, 7),
            1L,
            Map.of(),
            new Cost.Unpriced("model a"));
    UsageRecord known = spent(hour(5), "3", "model", "a");
    Tokens tokens = new Tokens(Map.of(TokenType.INPUT, 10L, TokenType.OUTPUT, 7L));
    SumRow both = new SumRow(Dimensions.NONE, null, Money.usd(0), tokens, 2, 17);

    read(USAGE, 6, bucket(hour(5), known, unknown));
    assertThat(ledger.sums(SumQuery.total(day(0)))).containsExactly(both);

    assertThat(read(USAGE, 7, bucket(hour(5), unknown, known)))
        .isEqualTo(new AppendResult(0, 1, 0, 0));
  }

  @Test
  void vendorsCredit_isNegativeSpend() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "5", "model", "a")));
    read(USAGE, 7, bucket(hour(6), spent(hour(6), "-2", "model", "a")));

    assertThat(canonical(day(0))).isEqualTo("3");
    assertThat(counters(CounterFamily.COST)).isEqualTo(Map.of("openai:usage/openai//a", "5"));
    assertThat(counters(CounterFamily.CREDITS)).isEqualTo(Map.of("openai:usage/openai", "2"));
  }

  private static UsageRecord used(ChargePeriod period, long input, long output, long requests) {
    return new UsageRecord(
        period,
        dims("model", "m"),
        new Tokens(Map.of(TokenType.INPUT, input, TokenType.OUTPUT, output)),
        requests,
        Map.of(),
        new Cost.Estimated(Money.usd("1")));
  }

  private static LedgerReader.Restatement restated(
      int revision, int seenAtHour, String before, String after) {
    return new LedgerReader.Restatement(
        USAGE.name(),
        at(5),
        revision,
        at(seenAtHour),
        Optional.of(Money.usd(before)),
        Optional.of(Money.usd(after)));
  }
}
