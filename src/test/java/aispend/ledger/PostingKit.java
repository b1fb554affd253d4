// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Postings: where they stand, that they add up, and how they leave. */
abstract class PostingKit extends LedgerKit {
  static final Outbox.Settings SETTINGS =
      new Outbox.Settings(Duration.ofDays(90), 1_000, Map.of(Dimension.FEATURE, 2));

  @BeforeEach
  void switchOn() {
    ledger.outbox().turnOn(SETTINGS, at(0));
  }

  @Test
  void hourThatIsOver_standsAtItsMiddleAndIsCorrectedBesideIt() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    read(USAGE, 7, bucket(hour(5), spent(hour(5), "3", "model", "m")));
    read(USAGE, 8, bucket(hour(5), spent(hour(5), "9.5", "model", "m")));
    read(USAGE, 9, bucket(hour(5), spent(hour(5), "9.5", "model", "m")));

    assertThat(costs())
        .containsExactly(
            "2026-10-01T05:30:00Z 4",
            "2026-10-01T05:30:00.001Z -1",
            "2026-10-01T05:30:00.002Z 6.5");
  }

  @Test
  void openHour_standsAtNowInsideTheHour() {
    ledger.append(
        new Batch(
            USAGE.name(),
            hour(5),
            List.of(bucket(hour(5), spent(hour(5), "4", "model", "m"))),
            at(5).plusSeconds(700)));
    ledger.append(
        new Batch(
            USAGE.name(),
            hour(5),
            List.of(bucket(hour(5), spent(hour(5), "5", "model", "m"))),
            at(5)));
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "6", "model", "m")));

    assertThat(costs())
        .containsExactly(
            "2026-10-01T05:11:40Z 4", "2026-10-01T05:11:40.001Z 1", "2026-10-01T05:30:00Z 1");
  }

  @Test
  void costsOfTheRunningDay_standAtNow() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    read(COSTS, 9, bucket(day(0), billed(day(0), "4")));
    read(COSTS, 15, bucket(day(0), billed(day(0), "6")));
    read(COSTS, 30, bucket(day(0), billed(day(0), "7")));

    assertThat(amounts(PostingFamily.BILLED))
        .containsExactly(
            "2026-10-01T09:00:01Z 4", "2026-10-01T12:30:00Z 1", "2026-10-01T15:00:01Z 2");
    assertThat(amounts(PostingFamily.SOURCE)).isEqualTo(amounts(PostingFamily.BILLED));
    assertThat(costs()).as("the day has not settled").isEmpty();
  }

  @Test
  void residual_standsAtNoonUnderWhatWasMatched() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    read(USAGE, 24, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));
    read(COSTS, 60, bucket(day(0), billed(day(0), "9", "project", "p")));

    assertThat(costs()).containsExactly("2026-10-01T05:30:00Z 4", "2026-10-01T12:30:00Z 5");
    assertThat(pending(PostingFamily.COST).get(1).labels())
        .isEqualTo(Map.of("provider", "openai", "project", "p"));
  }

  @Test
  void savingsOfBothKinds_arePostedByProjectAndCorrected() {
    UsageRecord first = SavingsKit.saved(hour(5), "4", 700, 30, "project", "p", "model", "m");
    UsageRecord repriced = SavingsKit.saved(hour(5), "4", 500, -20, "project", "p", "model", "m");
    read(USAGE, 6, bucket(hour(5), first));
    read(USAGE, 7, bucket(hour(5), repriced));

    assertThat(amounts(PostingFamily.SAVINGS))
        .containsExactly("2026-10-01T05:30:00Z 0.00000073", "2026-10-01T05:30:00.001Z -0.00000025");
    assertThat(pending(PostingFamily.SAVINGS).get(0).labels())
        .isEqualTo(Map.of("provider", "openai", "project", "p"));
    assertThat(costs()).as("what it cost did not change").containsExactly("2026-10-01T05:30:00Z 4");
  }

  @Test
  void tokensAndRequests_arePostedByTheirLabels() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "p", "model", "m")));

    assertThat(pending(PostingFamily.TOKENS))
        .extracting(Posting::labels, Posting::amount)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                Map.of("provider", "openai", "project", "p", "model", "m", "type", "input"),
                BigDecimal.TEN));
    assertThat(amounts(PostingFamily.REQUESTS)).containsExactly("2026-10-01T05:30:00Z 1");
    assertThat(pending(PostingFamily.SOURCE).get(0).labels())
        .isEqualTo(Map.of("provider", "openai", "source", "openai:usage"));
  }

  @Test
  void events_arePostedOnceUnderTheirLabel() {
    ledger.appendEvents(List.of(EventKit.event("a", 0, "1"), EventKit.event("b", 5, "2")), at(2));
    assertThat(ledger.outbox().pending(at(3), at(9_999), 10)).hasSize(4);
    ledger.appendEvents(List.of(EventKit.event("a", 0, "1"), EventKit.event("c", 9, "4")), at(3));

    assertThat(costs()).containsExactly("2026-10-01T00:30:00Z 3", "2026-10-01T00:30:00.001Z 4");
    assertThat(pending(PostingFamily.SOURCE).get(0).labels())
        .isEqualTo(Map.of("provider", "bedrock", "source", "events"));
  }

  @Test
  void thousandEventsWithinAMinute_areOnePostingOfEachSeries() {
    for (int i = 0; i < 1_000; i++) {
      Event event = EventKit.event("e" + i, 0, "0.001");
      ledger.appendEvents(List.of(event), at(0).plusMillis(59L * i));
    }

    Outbox outbox = ledger.outbox();
    assertThat(outbox.pendingCount()).as("cost, tokens, requests and source").isEqualTo(4);
    assertThat(outbox.pending(at(0).plusSeconds(59), at(9_999), 10)).isEmpty();
    assertThat(outbox.pending(at(0).plusSeconds(60), at(9_999), 10)).hasSize(4);
    assertThat(costs()).containsExactly("2026-10-01T00:00:01Z 1");
  }

  @Test
  void whatWasHandedOut_neverGrows() {
    ledger.appendEvents(List.of(EventKit.event("a", 0, "1")), at(1));
    List<Posting> handed = ledger.outbox().pending(at(1).plusSeconds(60), at(9_999), 10);

    // As if the writer had waited for its turn, or its clock went back.
    ledger.appendEvents(List.of(EventKit.event("b", 0, "2")), at(1).plusSeconds(1));
    ledger.appendEvents(List.of(EventKit.event("c", 0, "4")), at(1).plusSeconds(90));

    assertThat(ledger.outbox().pending(at(1).plusSeconds(60), at(9_999), 10)).isEqualTo(handed);
    assertThat(costs()).containsExactly("2026-10-01T00:30:00Z 1", "2026-10-01T00:30:00.001Z 6");
  }

  @Test
  void heldEvents_areKeptByTheHourThoughItEndsMeanwhile() {
    Instant end = at(1);
    ledger.appendEvents(List.of(EventKit.event("a", 3_590, "1")), end.minusSeconds(5));
    ledger.appendEvents(
        List.of(EventKit.event("b", 3_595, "2"), EventKit.event("c", 3_601, "4")),
        end.plusSeconds(5));

    assertThat(costs()).containsExactly("2026-10-01T00:59:55Z 3", "2026-10-01T01:00:05Z 4");
  }

  @Test
  void heldEvents_areSkippedAndForgottenLikeAllOthers() {
    ledger.appendEvents(List.of(EventKit.event("a", 0, "1")), at(2));
    assertThat(ledger.outbox().skipBefore(at(1), at(2))).isEqualTo(4);
    ledger.appendEvents(List.of(EventKit.event("b", 0, "2")), at(2));
    assertThat(ledger.outbox().pendingCount()).isEqualTo(4);

    ledger.outbox().turnOff();
    ledger.outbox().turnOn(SETTINGS, at(3));

    assertThat(costs()).containsExactly("2026-10-01T00:30:00Z 3");
  }

  @Test
  void names_areShownInsteadOfIds() {
    ledger.putNames("openai", Dimension.PROJECT, Map.of("proj_1", "Search"));
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "project", "proj_1")));

    assertThat(pending(PostingFamily.COST).get(0).labels())
        .isEqualTo(Map.of("provider", "openai", "project", "Search"));
  }

  @Test
  void valuesBeyondTheTop_areOtherForAllTime() {
    reopen(Dimension.PROVIDER, Dimension.FEATURE);
    for (int i = 0; i < 4; i++) {
      read(USAGE, 6 + i, bucket(hour(5 + i), spent(hour(5 + i), "1", "feature", "f" + i)));
    }
    ledger.outbox().turnOn(new Outbox.Settings(Duration.ofDays(90), 1_000, Map.of()), at(9));
    ledger
        .outbox()
        .turnOn(
            new Outbox.Settings(Duration.ofDays(90), 1_000, Map.of(Dimension.FEATURE, 9)), at(9));
    read(USAGE, 10, bucket(hour(7), spent(hour(7), "3", "feature", "f2")));
    read(USAGE, 11, bucket(hour(9), spent(hour(9), "1", "feature", "f9")));

    assertThat(byLabel("feature")).isEqualTo(Map.of("f0", "1", "f1", "1", "other", "4", "f9", "1"));
  }

  @Test
  void labelSetsBeyondTheBound_areOtherForAllTime() {
    ledger.outbox().turnOn(new Outbox.Settings(Duration.ofDays(90), 2, Map.of()), at(0));
    for (int i = 0; i < 4; i++) {
      read(USAGE, 6 + i, bucket(hour(5 + i), spent(hour(5 + i), "1", "model", "m" + i)));
    }
    ledger.outbox().turnOn(SETTINGS, at(9));
    read(USAGE, 10, bucket(hour(7), spent(hour(7), "3", "model", "m2")));

    assertThat(byLabel("model")).isEqualTo(Map.of("m0", "1", "m1", "1", "other", "4"));
  }

  @Test
  void ledgerWithRecords_isPostedOnceWhenSwitchedOn() {
    ledger.outbox().turnOff();
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
    read(USAGE, 24, bucket(hour(5), spent(hour(5), "4", "project", "p")));
    read(USAGE, 24, bucket(hour(5), spent(hour(5), "6", "project", "p")));
    read(COSTS, 60, bucket(day(0), billed(day(0), "9", "project", "p")));
    assertThat(ledger.outbox().pendingCount()).isZero();

    ledger.outbox().turnOn(SETTINGS, at(60));
    ledger.outbox().turnOn(SETTINGS, at(61));

    assertThat(costs()).containsExactly("2026-10-01T05:30:00Z 6", "2026-10-01T12:30:00Z 3");
    assertThat(amounts(PostingFamily.BILLED)).containsExactly("2026-10-01T12:30:00Z 9");
  }

  @Test
  void switchedOffAndOnAgain_postsWhatChangedMeanwhile() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    drain();
    read(USAGE, 8, bucket(hour(7), spent(hour(7), "1", "model", "m")));
    ledger.outbox().turnOff();
    assertThat(ledger.outbox().pendingCount()).isZero();
    assertThat(ledger.outbox().isOn()).isFalse();
    read(USAGE, 9, bucket(hour(5), spent(hour(5), "3", "model", "m")));

    ledger.outbox().turnOn(SETTINGS, at(10));

    assertThat(costs()).containsExactly("2026-10-01T05:30:00.001Z -1", "2026-10-01T07:30:00Z 1");
  }

  @Test
  void switchedOffOnAndReplayed_sendsNothingTwice() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4")), bucket(hour(2), spent(hour(2), "1")));
    read(USAGE, 8, bucket(hour(7), spent(hour(7), "2")));
    ledger.outbox().skipBefore(at(3), at(9));
    ledger
        .outbox()
        .mark(ledger.outbox().pending(at(9_999), at(6), 1_000), Posting.State.REJECTED, at(9));
    drain();

    ledger.outbox().turnOff();
    ledger.outbox().turnOn(SETTINGS, at(10));
    ledger.outbox().replay(at(0), at(11));

    assertThat(costs())
        .containsExactlyInAnyOrder(
            "2026-10-01T02:30:00Z 1", "2026-10-01T05:30:00Z 4", "2026-10-01T07:30:00Z 2");
  }

  @Test
  void pending_isTheOldestDayBySeriesInTimeAndNeverAhead() {
    read(
        USAGE,
        49,
        bucket(hour(30), spent(hour(30), "1", "model", "a"), spent(hour(30), "2", "model", "b")),
        bucket(hour(29), spent(hour(29), "3", "model", "a")),
        bucket(hour(50), spent(hour(50), "5", "model", "a")));

    List<Posting> first = ledger.outbox().pending(at(9_999), at(49), 1_000);
    assertThat(first)
        .extracting(posting -> posting.at().toString().substring(0, 10))
        .containsOnly("2026-10-02");
    assertThat(first).extracting(Posting::seriesId).isSorted();
    assertThat(ledger.outbox().pending(at(9_999), at(49), 2)).isEqualTo(first.subList(0, 2));
    ledger.outbox().mark(first, Posting.State.SENT, at(49));
    assertThat(ledger.outbox().pending(at(9_999), at(49), 1_000)).isEmpty();
    assertThat(ledger.outbox().pending(at(9_999), at(51), 1_000)).isNotEmpty();
  }

  @Test
  void restart_keepsWhatWasNotAcknowledged() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4", "model", "m")));
    List<Posting> before = ledger.outbox().pending(at(9_999), at(100), 1_000);

    reopen();

    assertThat(ledger.outbox().pending(at(9_999), at(100), 1_000)).isEqualTo(before).isNotEmpty();
  }

  @Test
  void replaySkipAndPrune_moveWhatTheySay() {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), "4")), bucket(hour(2), spent(hour(2), "1")));
    read(USAGE, 30, bucket(hour(29), spent(hour(29), "2")));
    long all = ledger.outbox().pendingCount();
    int perHour = (int) all / 3;
    assertThat(ledger.outbox().skipBefore(at(3), at(31))).isEqualTo(perHour);
    assertThat(ledger.outbox().skipBefore(at(3), at(31))).isZero();
    drain();

    assertThat(ledger.outbox().replay(at(24), at(32))).isEqualTo(perHour);
    assertThat(costs()).containsExactly("2026-10-02T05:30:00Z 2");
    ledger.outbox().prune(at(24));
    assertThat(ledger.outbox().replay(at(0), at(32))).isZero();
    assertThat(ledger.outbox().pendingCount()).isEqualTo(perHour);
  }

  @Test
  void expected_isCostThatIsSentOrPending() {
    read(USAGE, 6, bucket(hour(2), spent(hour(2), "1")), bucket(hour(5), spent(hour(5), "4")));
    drain();
    read(USAGE, 9, bucket(hour(8), spent(hour(8), "2")));

    assertThat(ledger.outbox().expected(at(4), at(9))).isEqualTo(Map.of("openai", Money.usd("6")));
    ledger.outbox().mark(pending(PostingFamily.COST), Posting.State.REJECTED, at(9));
    assertThat(ledger.outbox().expected(at(4), at(9))).isEqualTo(Map.of("openai", Money.usd("4")));
  }

  private void drain() {
    drained(ledger.outbox());
  }

  /** Takes all that is pending, as if it was sent. */
  static List<Posting> drained(Outbox outbox) {
    List<Posting> all = new ArrayList<>();
    for (List<Posting> some = outbox.pending(at(9_999), at(9_999), 500); !some.isEmpty(); ) {
      all.addAll(some);
      outbox.mark(some, Posting.State.SENT, at(9_999));
      some = outbox.pending(at(9_999), at(9_999), 500);
    }
    return all;
  }

  private List<String> costs() {
    return amounts(PostingFamily.COST);
  }

  private List<String> amounts(PostingFamily family) {
    return pending(family).stream()
        .map(one -> one.at() + " " + one.amount().stripTrailingZeros().toPlainString())
        .toList();
  }

  /** What is pending of a family, oldest first. */
  private List<Posting> pending(PostingFamily family) {
    Instant until = at(9_999);
    long count = ledger.outbox().pendingCount();
    List<Posting> all = ledger.outbox().pending(at(9_999), until, 10_000);
    assertThat(all).as("all in one day").hasSize((int) count);
    return all.stream()
        .filter(one -> one.family() == family)
        .sorted(java.util.Comparator.comparing(Posting::at))
        .toList();
  }

  private Map<String, String> byLabel(String label) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Posting posting : pending(PostingFamily.COST)) {
      sums.merge(posting.labels().getOrDefault(label, ""), posting.amount(), BigDecimal::add);
    }
    Map<String, String> texts = new TreeMap<>();
    sums.forEach((value, sum) -> texts.put(value, sum.stripTrailingZeros().toPlainString()));
    return texts;
  }
}
