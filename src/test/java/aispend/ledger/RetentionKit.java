// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Old rows go, and no total moves. */
abstract class RetentionKit extends LedgerKit {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final RetentionBounds BOUNDS =
      new RetentionBounds(NOW.minus(Duration.ofDays(90)), NOW.minus(Duration.ofDays(400)));
  private static final ChargePeriod EVER =
      new ChargePeriod(
          Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

  /** By the cube, by one dimension, and by records; the days, and all of it. */
  private Set<Object> totals() {
    Set<Object> totals = new HashSet<>(ledger.counters());
    for (Dimension[] by :
        new Dimension[][] {
          {},
          {Dimension.PROVIDER, Dimension.MODEL},
          {Dimension.USER},
          {Dimension.USER, Dimension.FEATURE}
        }) {
      for (String source : new String[] {null, "events"}) {
        SumQuery query = SumQuery.total(EVER, by).ofSource(source);
        totals.addAll(ledger.sums(query));
        totals.addAll(ledger.sums(query.each(SumQuery.Granularity.DAY)));
      }
    }
    return totals;
  }

  /** Events of 500 days, with amounts that any loss of a nano would show in. */
  private void spend(int events) {
    Random dice = new Random(events);
    List<Event> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Instant at = NOW.minusSeconds(dice.nextInt(500 * 86_400));
      batch.add(
          new Call("e" + i, at.toString())
              .of(Dimension.USER, "u" + dice.nextInt(5))
              .of(Dimension.MODEL, "m" + dice.nextInt(3))
              .told(dice.nextInt(1_000_000) + "." + (100_000_000 + dice.nextInt(800_000_000)), null)
              .event());
    }
    ledger.appendEvents(batch, NOW);
  }

  private int dropAll() {
    int pieces = 0;
    while (!ledger.retain(BOUNDS).isEmpty()) {
      pieces++;
    }
    return pieces;
  }

  @Test
  void oldRows_goAndNoTotalMoves() {
    spend(4_000);
    Set<Object> before = totals();

    assertThat(ledger.size().rows().get("record")).isGreaterThan(3_900);

    assertThat(dropAll()).as("pieces").isGreaterThan(2);

    assertThat(totals()).isEqualTo(before);
    EventQuery old =
        new EventQuery(
            Instant.EPOCH,
            EventQuery.Place.at(Instant.parse("2026-08-23T00:00:00Z")),
            Map.of(),
            null,
            null,
            10);
    assertThat(ledger.events(old)).isEmpty();
    assertThat(ledger.size().rows().get("event")).isBetween(500L, 1_000L);
    assertThat(ledger.size().rows().get("record"))
        .as("of 100 days one each for 15 things")
        .isLessThan(3_900);
    ChargePeriod hours =
        new ChargePeriod(
            Instant.parse("2025-07-01T00:00:00Z"), Instant.parse("2025-10-01T00:00:00Z"));
    assertThat(ledger.sums(SumQuery.total(hours).each(SumQuery.Granularity.HOUR)))
        .as("hours before 2025-10-17")
        .isEmpty();
  }

  @Test
  void runThatIsCutOff_isGoneOnWith() {
    spend(3_000);
    Set<Object> before = totals();
    ledger.retain(BOUNDS);
    assertThat(totals()).isEqualTo(before);
    reopen();

    dropAll();

    assertThat(totals()).isEqualTo(before);
    assertThat(ledger.retain(BOUNDS)).isEmpty();
  }

  /** Known cost is not made unknown by what it is put together with. */
  @Test
  void hoursOfKnownAndUnknownCost_stayApart() {
    ChargePeriod day =
        new ChargePeriod(
            Instant.parse("2025-08-01T00:00:00Z"), Instant.parse("2025-08-02T00:00:00Z"));
    ledger.append(
        new Batch(
            USAGE.name(),
            day,
            List.of(
                bucket(hourOf(day, 1), spent(hourOf(day, 1), "5", "model", "m")),
                bucket(hourOf(day, 2), spent(hourOf(day, 2), "7", "model", "m")),
                bucket(hourOf(day, 3), unpriced(hourOf(day, 3), "model", "m")),
                bucket(hourOf(day, 1), spent(hourOf(day, 1), "1", "model", "other")),
                bucket(hourOf(day, 2), spent(hourOf(day, 2), "2", "model", "other"))),
            NOW));
    Set<Object> before = totals();

    dropAll();

    assertThat(totals()).isEqualTo(before);
    assertThat(ledger.size().rows().get("record")).as("three hours and one day").isEqualTo(4);
  }

  private static UsageRecord unpriced(ChargePeriod period, String... pairs) {
    return new UsageRecord(
        period,
        dims(pairs),
        Tokens.of(TokenType.INPUT, 10),
        1L,
        Map.of(),
        new Cost.Unpriced("no price"));
  }

  private static ChargePeriod hourOf(ChargePeriod day, int hour) {
    return ChargePeriod.hourOf(day.start().plus(Duration.ofHours(hour)));
  }

  /** It may have been counted: its row, which would tell, is gone. */
  @Test
  void eventOfADroppedDay_isNotTakenAgain() {
    Event old = new Call("a", "2026-08-01T10:00:00Z").event();
    Event kept = new Call("b", "2026-08-23T00:00:00Z").event();
    ledger.appendEvents(List.of(old, kept), NOW);
    Set<Object> before = totals();
    dropAll();

    assertThat(
            ledger.appendEvents(
                List.of(old, kept, new Call("c", "2026-08-22T23:59:59Z").event()), NOW))
        .containsExactly(Fate.EXPIRED, Fate.DUPLICATE, Fate.EXPIRED);

    assertThat(totals()).isEqualTo(before);
    assertThat(ledger.eventsFrom()).isEqualTo(Instant.parse("2026-08-23T00:00:00Z"));
  }

  /** A clock that was set back opens nothing that was closed. */
  @Test
  void bound_neverGoesBack() {
    ledger.retain(BOUNDS);

    ledger.retain(new RetentionBounds(Instant.parse("2020-01-01T00:00:00Z"), Instant.EPOCH));

    assertThat(ledger.eventsFrom()).isEqualTo(Instant.parse("2026-08-23T00:00:00Z"));
  }
}
