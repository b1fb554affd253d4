// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.kafka.PartitionCounters.Fate;
import aispend.ledger.HourTotal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each event counts once, in its hour. */
final class StreamCountingTest extends TopologyKit {
  @Test
  void messageOfAnApplication_isPricedAndTold() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    send(json("b", "2026-11-22T12:59:59+01:00", "0.50"));
    send(json("c", "2026-11-22T12:10:00Z", "0.000000001"));

    List<HourTotal> told = told();

    assertThat(told)
        .extracting(total -> total.place().hour() + " " + total.amounts().costNanos())
        .containsExactlyInAnyOrder(
            "2026-11-22T12:00:00Z 250000001", "2026-11-22T11:00:00Z 500000000");
  }

  @Test
  void messageAgain_countsOnce() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    assertThat(told()).hasSize(1);

    send(json("a", "2026-11-22T12:00:00Z", "0.25"));

    assertThat(told()).as("nothing grew").isEmpty();
    assertThat(counted(Fate.ACCEPTED)).isEqualTo(1);
    assertThat(counted(Fate.DUPLICATE)).isEqualTo(2);
  }

  @Test
  void sameIdWithOtherContent_isAConflictAndADeadLetter() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    send(json("a", "2026-11-22T12:00:00Z", "0.75"));

    assertThat(told())
        .extracting(total -> total.amounts().costNanos())
        .containsExactly(250_000_000L);
    assertThat(reason()).contains("event_id").contains("stays");
    assertThat(counted(Fate.CONFLICT)).isEqualTo(1);
  }

  @Test
  void sameIdInAnotherHourOrOfAnotherTenant_isAnotherEvent() {
    send(json("a", "2026-11-22T12:00:00Z", "1"));
    send(json("a", "2026-11-22T11:00:00Z", "1"));
    send(json("a", "2026-11-22T12:00:00Z", "1"), "acme");

    assertThat(told()).hasSize(3);
    assertThat(counted(Fate.ACCEPTED)).isEqualTo(3);
  }

  @Test
  void hourThatGrowsLate_isToldAnewInFull() {
    send(json("a", "2026-10-20T12:00:00Z", "1"));
    assertThat(told()).hasSize(1);

    send(json("b", "2026-10-20T12:30:00Z", "2"));

    assertThat(told())
        .singleElement()
        .satisfies(
            total -> {
              assertThat(total.amounts().costNanos()).isEqualTo(3_000_000_000L);
              assertThat(total.amounts().events()).isEqualTo(2);
            });
  }

  @Test
  void duplicateJustWithinTheRetention_isKnown() {
    send(json("a", "2026-10-18T12:30:00Z", "1"));
    send(json("new", "2026-11-22T12:30:00Z", "1"));
    told();
    clock.advance(Duration.ofHours(1));
    send(json("b", "2026-11-22T13:30:00Z", "1"));
    clock.advance(Duration.ofHours(-1));

    send(json("a", "2026-10-18T12:30:00Z", "1"));

    assertThat(counted(Fate.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void counters_areShownOnceCommitted() {
    send(json("a", "2026-11-22T12:00:00Z", "1"));
    send(json("b", "2026-11-22T11:00:00Z", "0.5"));
    told();

    assertThat(counters().costNanos()).as("not committed yet").isEmpty();
    shown.committed();

    assertThat(counters().costNanos()).isEqualTo(Map.of("openai", 1_500_000_000L));
  }

  @Test
  void totals_sayWhichStreamTheyAreOf() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    driver.advanceWallClockTime(EventCounting.TELL_EVERY);

    assertThat(text(totals.readRecord(), EventCounting.APPLICATION)).isEqualTo("test");
  }

  private PartitionCounters.Snapshot counters() {
    return Objects.requireNonNull(shown.now(thread -> true).get(0));
  }
}
