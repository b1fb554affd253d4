// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Source;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A report that tells by user what a day of calls cost, beside one that tells the same calls by the
 * hour. A day's amount stands at noon, where an hour's report has only a part of it.
 */
abstract class DailyAttributionKit extends LedgerKit {
  private static final Source PEOPLE = source("openai:people", "openai", Layer.ATTRIBUTED, 24, 24);

  @BeforeEach
  void matchByModel() {
    ledger.register(USAGE, Set.of(Dimension.MODEL));
  }

  @Test
  void hoursAndTheDayOfTheSameCalls_countOnce() {
    ledger.register(PEOPLE, Set.of(Dimension.PROJECT));
    read(USAGE, 13, hourly(5, "4", "m"), hourly(11, "2", "m"), hourly(12, "1", "other"));

    read(PEOPLE, 13, bucket(day(0), spent(day(0), "3", "model", "m", "user", "ada")));

    assertThat(canonical(day(0))).isEqualTo("7");
    assertThat(shares(SumQuery.total(day(0), Dimension.USER)))
        .isEqualTo(Map.of("ada", "3", "", "4"));
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("m", "6", "other", "1"));
    assertThat(costLessCredits()).isEqualByComparingTo("7");
  }

  @Test
  void dayThatTellsMore_countsUntilTheHoursAreSettled() {
    ledger.register(PEOPLE, Set.of(Dimension.PROJECT));
    read(PEOPLE, 20, bucket(day(0), spent(day(0), "9", "model", "m", "user", "ada")));
    read(USAGE, 24, hourly(5, "4", "m"), hourly(12, "2", "m"));
    assertThat(canonical(day(0))).as("the larger side").isEqualTo("9");

    readNothing(USAGE, hour(24), 26);

    assertThat(canonical(day(0))).as("settled: the hours are right").isEqualTo("6");
    assertThat(shares(SumQuery.total(day(0), Dimension.USER)))
        .isEqualTo(Map.of("ada", "9", "", "-3"));
    assertThat(costLessCredits()).isEqualByComparingTo("6");
  }

  @Test
  void reportOfDaysThatIsAddedLater_comparesWhatWasComparedByHours() {
    send(5, "3");
    read(USAGE, 10, hourly(5, "4", "m"), hourly(9, "2", "m"));
    assertThat(canonical(day(0))).isEqualTo("6");

    ledger.register(PEOPLE, Set.of(Dimension.PROJECT));
    assertThat(canonical(day(0))).as("nothing new is told").isEqualTo("6");
    read(PEOPLE, 11, bucket(day(0), spent(day(0), "1", "model", "m", "user", "ada")));
    assertThat(canonical(day(0))).isEqualTo("6");

    read(USAGE, 11, hourly(5, "5", "m"));
    assertThat(canonical(day(0))).as("an hour was restated").isEqualTo("7");
    assertThat(shares(SumQuery.total(day(0), Dimension.USER)))
        .isEqualTo(Map.of("ada", "1", "", "6"));
    assertThat(costLessCredits()).isEqualByComparingTo("7");
  }

  @Test
  void hoursThatAreNoLongerKept_changeNothing() {
    ledger.register(PEOPLE, Set.of(Dimension.PROJECT));
    read(USAGE, 30, hourly(5, "4", "m"), hourly(12, "2", "m"));
    read(PEOPLE, 30, bucket(day(0), spent(day(0), "3", "model", "m", "user", "ada")));

    while (!ledger.retain(new RetentionBounds(at(24), at(24))).isEmpty()) {
      assertThat(canonical(day(0))).isEqualTo("6");
    }
    read(PEOPLE, 31, bucket(day(0), spent(day(0), "5", "model", "m", "user", "ada")));

    assertThat(canonical(day(0))).isEqualTo("6");
    assertThat(costLessCredits()).isEqualByComparingTo("6");
  }

  private static Batch.Bucket hourly(long hour, String dollars, String model) {
    ChargePeriod period = hour(hour);
    return bucket(period, spent(period, dollars, "model", model));
  }

  private void send(long hour, String dollars) {
    ledger.appendEvents(
        List.of(
            BoundedEvents.call(
                "e1",
                at(hour),
                new BigDecimal(dollars).movePointRight(9).longValueExact(),
                dims("model", "m", "feature", "search"))),
        at(hour + 1));
  }
}
