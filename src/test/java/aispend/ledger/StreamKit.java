// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Savings;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Running totals that a stream counts: in whatever order and however often they come. */
abstract class StreamKit extends LedgerKit {
  private static final String STREAM = "aispend";

  @TempDir private Path folder;

  @Test
  void totalsOfEvents_comeToWhatTheEventsComeTo() {
    List<Event> events = events();
    List<HourTotal> totals = totals(events);

    ledger.appendTotals(STREAM, of(0, totals), at(1));

    List<SumRow> streamed = ledger.sums(everything());
    List<LedgerReader.Latencies> latencies = ledger.latencies(latencyQuery());
    Map<String, String> cost = counters(CounterFamily.COST);
    Map<String, String> toldCost = counters(CounterFamily.TOLD_COST);
    Map<String, String> requests = counters(CounterFamily.REQUESTS);
    SqlLedger streamedTo = ledger;
    try (SqlLedger told = SqlLedger.open("jdbc:sqlite:" + folder.resolve("told.db"), LABELS)) {
      ledger = told;
      ledger.register(USAGE, Set.of());
      ledger.appendEvents(events, at(1));
      assertThat(streamed)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(ledger.sums(everything()));
      assertThat(cost).isEqualTo(counters(CounterFamily.COST));
      assertThat(toldCost).isEqualTo(counters(CounterFamily.TOLD_COST)).isNotEmpty();
      assertThat(requests).isEqualTo(counters(CounterFamily.REQUESTS));
      assertThat(counted(latencies)).isEqualTo(counted(ledger.latencies(latencyQuery())));
    } finally {
      ledger = streamedTo;
    }
  }

  @Test
  void totalAgain_changesNothing() {
    HourTotal one = total(event("a", 0, "1"), event("b", 1, "2"));
    ledger.appendTotals(STREAM, of(0, List.of(one)), at(1));
    reopen();

    ledger.appendTotals(STREAM, of(0, List.of(one, one)), at(2));

    assertThat(canonical(hour(0))).isEqualTo("3");
    assertThat(costLessCredits()).isEqualByComparingTo("3");
    assertThat(ledger.size().rows()).containsEntry("stream_total", 1L).containsEntry("record", 1L);
  }

  @Test
  void olderTotalAfterANewerOne_changesNothing() {
    HourTotal older = total(event("a", 0, "1"));
    HourTotal newer = older.plus(total(event("b", 1, "2")));

    ledger.appendTotals(STREAM, of(0, List.of(newer, older)), at(1));
    ledger.appendTotals(STREAM, of(0, List.of(older)), at(2));

    assertThat(canonical(hour(0))).isEqualTo("3");
  }

  @Test
  void totalThatGrew_addsWhatItGrewBy() {
    HourTotal first = total(event("a", 0, "1"));
    ledger.appendTotals(STREAM, of(0, List.of(first)), at(1));

    HourTotal second = first.plus(total(event("b", 1, "0.000000001")));
    ledger.appendTotals(STREAM, of(0, List.of(second)), at(2));

    assertThat(canonical(hour(0))).isEqualTo("1.000000001");
    assertThat(ledger.restatements(Instant.EPOCH, 10)).isEmpty();
  }

  /** Others of before may be on their way, so only who knows says up to when all are here. */
  @Test
  void totals_leaveTheWatermarkToWhoKnowsHowFarTheStreamIs() {
    ledger.appendTotals(STREAM, of(0, List.of(total(event("a", 0, "1")))), at(2));
    assertThat(told().watermark()).isEmpty();
    assertThat(told().newest()).hasValue(at(1));

    ledger.listened(at(1));
    ledger.appendTotals(STREAM, of(0, List.of(total(event("b", 5_000, "1")))), at(3));

    assertThat(told().watermark()).hasValue(at(1));
    assertThat(told().newest()).hasValue(at(2));
  }

  private LedgerReader.SourceState told() {
    return ledger.source("events@bedrock").orElseThrow();
  }

  @Test
  void partitionsAndStreams_addUp() {
    HourTotal total = total(event("a", 0, "1"));

    ledger.appendTotals(STREAM, of(0, List.of(total)), at(1));
    ledger.appendTotals(STREAM, of(1, List.of(total)), at(1));
    ledger.appendTotals("another", of(0, List.of(total)), at(1));

    assertThat(canonical(hour(0))).isEqualTo("3");
    assertThat(ledger.size().rows()).containsEntry("record", 1L);
  }

  @Test
  void totalsAndEventsOfAnHour_addUpInOneRecord() {
    ledger.appendEvents(List.of(event("x", 5, "0.5")), at(1));

    ledger.appendTotals(STREAM, of(0, List.of(total(event("a", 0, "1")))), at(1));

    assertThat(canonical(hour(0))).isEqualTo("1.5");
    assertThat(ledger.size().rows()).containsEntry("record", 1L);
  }

  @Test
  void totalOfATimeThatIsDropped_isCountedAndLeftOut() {
    ledger.retain(new RetentionBounds(START.plusSeconds(86_400), Instant.EPOCH));

    HourTotal old = total(event("a", 0, "1"), event("b", 0, "1"));

    assertThat(ledger.appendTotals(STREAM, of(0, List.of(old)), at(1))).isEqualTo(2);
    assertThat(canonical(day(0))).isEqualTo("0");
  }

  @Test
  void totalsOfDroppedHours_areDropped() {
    ledger.appendTotals(STREAM, of(0, List.of(total(event("a", 0, "1")))), at(1));

    while (!ledger
        .retain(new RetentionBounds(START.plusSeconds(86_400), Instant.EPOCH))
        .isEmpty()) {}

    assertThat(ledger.size().rows()).containsEntry("stream_total", 0L);
    assertThat(canonical(day(0))).isEqualTo("1");
  }

  @Test
  void totalAsText_readsAsItWas() {
    for (HourTotal total : totals(events())) {
      assertThat(HourTotal.of(total.text())).isEqualTo(total);
    }
  }

  private static SumQuery everything() {
    return SumQuery.total(day(0), Dimension.FEATURE, Dimension.MODEL);
  }

  private static LatencyQuery latencyQuery() {
    return new LatencyQuery(day(0), Map.of(), null);
  }

  private static List<String> counted(List<LedgerReader.Latencies> latencies) {
    return latencies.stream()
        .map(one -> one.model() + " " + one.latency().text() + " / " + one.firstToken().text())
        .sorted()
        .toList();
  }

  private static List<PartitionTotal> of(int partition, List<HourTotal> totals) {
    return totals.stream().map(total -> new PartitionTotal(partition, total)).toList();
  }

  private static HourTotal total(Event... events) {
    List<HourTotal> totals = totals(List.of(events));
    assertThat(totals).hasSize(1);
    return totals.get(0);
  }

  private static List<HourTotal> totals(List<Event> events) {
    List<HourTotal> totals = new ArrayList<>();
    for (Event event : events) {
      HourTotal one = HourTotal.of(event);
      int at = totals.stream().map(HourTotal::place).toList().indexOf(one.place());
      if (at < 0) {
        totals.add(one);
      } else {
        totals.set(at, totals.get(at).plus(one));
      }
    }
    return totals;
  }

  /** Of all kinds: priced, told with and without a list price, without a price, failed, slow. */
  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String id = "e" + i;
      Cost cost =
          i % 7 == 0 ? new Cost.Unpriced("no price") : new Cost.Estimated(Money.usd(1 + i * 13L));
      boolean told = i % 3 == 0 && cost.amount() != null;
      events.add(
          new Event(
              List.of(Sender.EVENTS, Sender.PROXY, Sender.OTLP).get(i % 3),
              new Identity(id, START.plusSeconds(i * 400L), i, null),
              usage(i, cost),
              told,
              told && i % 2 == 0 ? Money.usd(5 + i) : null,
              List.of(Outcome.SUCCESS, Outcome.ERROR, Outcome.ABORTED).get(i % 3),
              i % 4 == 0 ? new Timing((long) i * 7, (long) i) : Timing.UNKNOWN,
              ""));
    }
    return events;
  }

  private static UsageRecord usage(int i, Cost cost) {
    return new UsageRecord(
        ChargePeriod.hourOf(START.plusSeconds(i * 400L)),
        dims("provider", "bedrock", "project", "p", "model", "m" + i % 2, "feature", "f" + i % 5),
        new Tokens(Map.of(TokenType.INPUT, 10L + i, TokenType.CACHE_READ, (long) i)),
        i % 5 == 0 ? null : (Long) 2L,
        i % 6 == 0 ? Map.of("images", new BigDecimal("1.5")) : Map.of(),
        cost,
        cost.amount() == null ? Savings.NONE : Savings.usd(3L * i, -i));
  }

  private static Event event(String id, long second, String dollars) {
    return EventKit.event(id, second, dollars);
  }
}
