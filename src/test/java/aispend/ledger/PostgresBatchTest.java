// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.Event.Fate;
import aispend.model.Dimension;
import aispend.testing.Call;
import aispend.testing.Postgres;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are written many at once, whatever the URL makes the driver do with batches. */
final class PostgresBatchTest {
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", "?reWriteBatchedInserts=true", "?reWriteBatchedInserts=false"})
  void fates_areThoseOfEachEventInItsOrder(String parameter) {
    LedgerPlace place = Postgres.newLedger();
    try (SqlLedger ledger = open(place, parameter)) {
      List<Event> batch = new ArrayList<>(calls(0, 700));
      batch.add(call(699, "1"));
      batch.add(call(3, "2"));
      batch.add(call(800, "5"));
      batch.add(call(800, "6"));

      List<Fate> fates = ledger.appendEvents(batch, NOW);

      assertThat(fates.subList(0, 700)).containsOnly(Fate.ACCEPTED);
      assertThat(fates.subList(700, 704))
          .containsExactly(Fate.DUPLICATE, Fate.CONFLICT, Fate.ACCEPTED, Fate.CONFLICT);
    }
  }

  @Test
  void whatTheDriverSendsTogether_addsUpAsWhatItSendsApart() {
    LedgerPlace together = Postgres.newLedger();
    LedgerPlace apart = Postgres.newLedger();
    Set<Object> seen = new HashSet<>();
    for (int from = 0; from < 900; from += 300) {
      try (SqlLedger one = open(together, "");
          SqlLedger other = open(apart, "?reWriteBatchedInserts=false")) {
        one.appendEvents(calls(from, from + 400), NOW);
        other.appendEvents(calls(from, from + 400), NOW);

        assertThat(one.counters()).containsExactlyInAnyOrderElementsOf(other.counters());
        assertThat(one.size().rows()).isEqualTo(other.size().rows());
        seen.add(Set.copyOf(one.counters()));
      }
    }
    assertThat(seen).as("each round adds").hasSize(3);
  }

  @Test
  void totalsThatTighterBoundsPutTogether_addUp() {
    LedgerPlace place = Postgres.newLedger();
    BigDecimal before;
    try (SqlLedger ledger = open(place, "")) {
      ledger.appendEvents(calls(0, 100), NOW);
      before = BoundedEvents.sum(ledger, CounterFamily.COST);
    }

    LabelBounds one = new LabelBounds(Map.of(Dimension.MODEL, 1), Map.of());
    try (SqlLedger ledger = SqlLedger.open(place, LABELS, one)) {
      assertThat(BoundedEvents.totals(ledger, CounterFamily.COST)).hasSize(2);
      assertThat(BoundedEvents.sum(ledger, CounterFamily.COST)).isEqualByComparingTo(before);
    }
  }

  private static List<Event> calls(int from, int until) {
    return IntStream.range(from, until).mapToObj(i -> call(i, "1")).toList();
  }

  private static Event call(int number, String dollars) {
    return new Call("e" + number, NOW.minusSeconds(number * 11L).toString())
        .of(Dimension.MODEL, "m" + number % 7)
        .of(Dimension.USER, "u" + number % 31)
        .told(dollars, null)
        .event();
  }

  private static SqlLedger open(LedgerPlace place, String parameter) {
    return SqlLedger.open(
        new LedgerPlace(place.url() + parameter, place.user(), place.password()),
        LABELS,
        LabelBounds.NONE);
  }
}
