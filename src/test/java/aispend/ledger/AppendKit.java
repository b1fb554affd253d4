// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How batches are kept: identity, watermarks, failures. */
abstract class AppendKit extends LedgerKit {
  @Test
  void sameBatchTwice_changesNothing() {
    Batch.Bucket bucket =
        bucket(hour(5), spent(hour(5), "1.5", "model", "a"), spent(hour(5), "2", "model", "b"));
    assertThat(read(USAGE, 6, bucket)).isEqualTo(new AppendResult(2, 0, 0, 0));
    List<CounterTotal> counters = ledger.counters();
    LedgerReader.SourceState state = state(USAGE);
    List<SumRow> sums = ledger.sums(SumQuery.total(day(0)));

    assertThat(read(USAGE, 6, bucket)).isEqualTo(new AppendResult(0, 2, 0, 0));

    assertThat(ledger.counters()).isEqualTo(counters);
    assertThat(state(USAGE)).isEqualTo(state);
    assertThat(ledger.sums(SumQuery.total(day(0)))).isEqualTo(sums);
    assertThat(canonical(day(0))).isEqualTo("3.5");
  }

  @Test
  void equalIdentitiesInOneBucket_addUp() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1.5"), spent(hour(5), "2")));

    assertThat(ledger.sums(SumQuery.total(day(0))))
        .containsExactly(
            new SumRow(
                Dimensions.NONE, null, Money.usd("3.5"), Tokens.of(TokenType.INPUT, 20), 2, 0));
  }

  @Test
  void samePartAndPeriodTwiceInOneBatch_isOneBucket() {
    read(
        USAGE,
        6,
        bucket(hour(5), spent(hour(5), "1", "model", "a"), spent(hour(5), "2", "model", "b")),
        bucket(hour(5), spent(hour(5), "4", "model", "b"), spent(hour(5), "8", "model", "c")));

    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("a", "1", "b", "6", "c", "8"));
    assertThat(ledger.restatements(START, 10)).isEmpty();
  }

  @Test
  void bucketCutInTwo_isCompleteOnlyWhenBothPiecesAre() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1", "model", "a")));

    read(USAGE, 7, bucket(hour(5), spent(hour(5), "2", "model", "b")), incomplete(hour(5)));

    assertThat(canonical(day(0))).isEqualTo("3");
  }

  @Test
  void parts_areIsolated() {
    UsageRecord record = spent(hour(5), "1", "model", "a");
    Batch.Bucket embeddings = new Batch.Bucket("embeddings", hour(5), true, List.of(record));
    read(USAGE, 6, bucket(hour(5), record), embeddings);
    assertThat(canonical(day(0))).isEqualTo("2");

    read(USAGE, 7, new Batch.Bucket("embeddings", hour(5), true, List.of()));

    assertThat(canonical(day(0))).isEqualTo("1");
  }

  @Test
  void windowWithoutBuckets_movesOnlyTheWatermark() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1")));
    List<CounterTotal> counters = ledger.counters();

    readNothing(USAGE, day(0), 24);

    assertThat(canonical(day(0))).isEqualTo("1");
    assertThat(ledger.counters()).isEqualTo(counters);
    assertThat(state(USAGE))
        .isEqualTo(
            new LedgerReader.SourceState(
                USAGE, Optional.of(at(24)), Optional.of(at(23)), Optional.of(at(6))));
  }

  @Test
  void beforeTheFirstBatch_nothingIsKnownOfTheSource() {
    assertThat(ledger.sources())
        .containsExactly(
            new LedgerReader.SourceState(
                USAGE, Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(ledger.source("nobody")).isEmpty();
    assertThat(ledger.sums(SumQuery.total(day(0)))).isEmpty();
  }

  @Test
  void watermark_neitherMovesBackNorPastTheReading() {
    readNothing(USAGE, day(0), 10);
    assertThat(state(USAGE).watermark()).contains(at(10));

    readNothing(USAGE, hour(3), 11);
    assertThat(state(USAGE).watermark()).contains(at(10));

    readNothing(USAGE, day(0), 9);
    assertThat(state(USAGE).watermark()).contains(at(10));
    assertThat(state(USAGE).settledUntil()).contains(at(9));
  }

  @Test
  void settledUntil_isFlooredToTheBucketOfTheSource() {
    ledger.register(COSTS, Set.of());
    ledger.append(new Batch(COSTS.name(), days(0, 3), List.of(), at(60).plusSeconds(1_799)));
    assertThat(state(COSTS).watermark()).contains(at(60).plusSeconds(1_799));
    assertThat(state(COSTS).settledUntil()).contains(at(24));

    ledger.append(new Batch(USAGE.name(), day(0), List.of(), at(9).plusMillis(1_799_999)));
    assertThat(state(USAGE).settledUntil()).contains(at(8));
  }

  @Test
  void oldRangeReadAgain_doesNotSettleWhatItDidNotCover() {
    readNothing(USAGE, days(0, 2), 48);
    assertThat(state(USAGE).settledUntil()).contains(at(47));

    readNothing(USAGE, hour(3), 100);

    assertThat(state(USAGE).settledUntil())
        .as("hour 47 was last read as it ended, and may have changed since")
        .contains(at(47));
  }

  @Test
  void revision_growsWithEachCommit() {
    long before = ledger.revision();
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1")));
    long kept = ledger.revision();
    ledger.putNames("openai", Dimension.KEY, Map.of("k", "Key"));
    long named = ledger.revision();
    ledger.sums(SumQuery.total(day(0)));

    assertThat(kept).isGreaterThan(before);
    assertThat(named).isGreaterThan(kept);
    assertThat(ledger.revision()).isEqualTo(named);
  }

  @Test
  void bookkeeping_leavesTheRevisionUntilMoreIsSettled() {
    Outbox outbox = ledger.outbox();
    outbox.turnOn(PostingKit.SETTINGS, at(0));
    ledger.appendEvents(List.of(EventKit.event("a", 0, "1")), at(1));
    long before = ledger.revision();

    assertThat(PostingKit.drained(outbox)).isNotEmpty();
    outbox.replay(at(0), at(2));
    outbox.skipBefore(at(9), at(2));
    outbox.prune(at(9));
    ledger.checkWritable(at(2));
    ledger.listened(at(1).plusSeconds(30));

    assertThat(ledger.revision()).isEqualTo(before);
    ledger.listened(at(3));
    assertThat(ledger.revision()).isGreaterThan(before);
  }

  @Test
  void ledgerThatCanWrite_saysSoAndKeepsItsNumbers() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "1")));

    ledger.checkWritable(at(7));

    assertThat(canonical(day(0))).isEqualTo("1");
    assertThat(ledger.size().rows()).containsEntry("record", 1L).containsEntry("source", 1L);
    assertThat(ledger.size().bytes()).isPositive();
  }

  @Test
  void unregisteredSource_leavesNothing() {
    Batch batch =
        new Batch("nobody", hour(5), List.of(bucket(hour(5), spent(hour(5), "1"))), at(6));

    assertThatThrownBy(() -> ledger.append(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody");

    assertThat(canonical(day(0))).isEqualTo("0");
    assertThat(read(USAGE, 6, bucket(hour(5), spent(hour(5), "1"))).added()).isEqualTo(1);
  }

  @Test
  void recordOutsideItsBucket_isRefused() {
    assertThatThrownBy(() -> bucket(hour(5), spent(hour(6), "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(hour(6).toString());
  }

  @Test
  void costOverflow_isAnErrorThatLeavesNothing() {
    failsWhole(
        spent(hour(6), "9200000000", "model", "a"), spent(hour(7), "9200000000", "model", "a"));
  }

  @Test
  void costOverflowWithinABucket_isAnErrorThatLeavesNothing() {
    failsWhole(spent(hour(6), "9200000000"), spent(hour(6), "9200000000"));
  }

  @Test
  void costOverflowAcrossBatches_isAnErrorThatLeavesNothing() {
    read(USAGE, 2, bucket(hour(1), spent(hour(1), "9200000000", "model", "b")));
    failsWhole(spent(hour(6), "9200000000", "model", "b"));
    reopen();
    failsWhole(spent(hour(6), "9200000000", "model", "b"));
  }

  @Test
  void tokenOverflowAcrossBatches_isAnErrorThatLeavesNothing() {
    read(USAGE, 2, bucket(hour(1), tokens(hour(1), Long.MAX_VALUE - 1_000_000_000_000L)));
    failsWhole(tokens(hour(6), Long.MAX_VALUE - 1_000_000_000_000L));
  }

  @Test
  void requestOverflowAcrossBatches_isAnErrorThatLeavesNothing() {
    read(USAGE, 2, bucket(hour(1), requests(hour(1), Long.MAX_VALUE - 1_000_000_000_000L)));
    failsWhole(requests(hour(6), Long.MAX_VALUE - 1_000_000_000_000L));
  }

  @Test
  void quantityBeyondTheLedger_isAnErrorThatLeavesNothing() {
    failsWhole(units(hour(6), Map.of("images", new BigDecimal("1e308"))));
    failsWhole(units(hour(6), Map.of("images", new BigDecimal("1e999999999"))));
  }

  @Test
  void unitsWithOddNames_areReadBackAsTheyWere() {
    Map<String, BigDecimal> units =
        Map.of("a=b,c=1", new BigDecimal("2.5"), "\"\\", BigDecimal.ONE, ",", BigDecimal.TEN);
    read(USAGE, 7, bucket(hour(6), units(hour(6), units)));

    assertThat(read(USAGE, 7, bucket(hour(6), units(hour(6), units))))
        .isEqualTo(new AppendResult(0, 1, 0, 0));
    assertThat(counters(CounterFamily.UNITS))
        .isEqualTo(Map.of("openai//a=b,c=1", "2.5", "openai//\"\\", "1", "openai//,", "10"));
  }

  /** Appends buckets of which the last cannot be kept, and sees that nothing of them is. */
  private void failsWhole(UsageRecord... records) {
    List<CounterTotal> counters = ledger.counters();
    LedgerReader.SourceState state = state(USAGE);
    List<SumRow> sums = ledger.sums(SumQuery.total(day(0)));
    List<Batch.Bucket> buckets = new ArrayList<>();
    buckets.add(bucket(hour(3), spent(hour(3), "1", "model", "good")));
    for (UsageRecord record : records) {
      buckets.add(bucket(record.period(), record));
    }
    assertThatThrownBy(() -> ledger.append(new Batch(USAGE.name(), day(0), buckets, at(24))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("openai:usage");
    assertThat(ledger.counters()).isEqualTo(counters);
    assertThat(state(USAGE)).isEqualTo(state);
    assertThat(ledger.sums(SumQuery.total(day(0)))).isEqualTo(sums);
  }

  private static UsageRecord tokens(ChargePeriod period, long count) {
    return new UsageRecord(
        period,
        dims("model", "a"),
        Tokens.of(TokenType.OUTPUT, count),
        null,
        Map.of(),
        new Cost.Estimated(Money.usd("1")));
  }

  private static UsageRecord requests(ChargePeriod period, long count) {
    return new UsageRecord(
        period,
        dims("model", "a"),
        Tokens.NONE,
        count,
        Map.of(),
        new Cost.Estimated(Money.usd("1")));
  }

  private static UsageRecord units(ChargePeriod period, Map<String, BigDecimal> units) {
    return new UsageRecord(
        period, dims(), Tokens.NONE, null, units, new Cost.Estimated(Money.usd("1")));
  }

  /** Hours beside the days that are kept would count twice. */
  @Test
  void sourceOfOtherBuckets_isRefusedOnceSomethingIsKept() {
    Source days = source(USAGE.name(), USAGE.provider(), USAGE.layer(), 24, 1);
    ledger.register(days, Set.of());
    ledger.register(USAGE, Set.of());
    read(USAGE, 2, bucket(hour(1), spent(hour(1), "1", "model", "m")));

    assertThatThrownBy(() -> ledger.register(days, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(USAGE.name())
        .hasMessageContaining("another name");
    ledger.register(USAGE, Set.of());
  }
}
