// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Where a charge stands in time. */
final class StampsTest {
  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");

  @Property
  void anyCharge_standsInsideTheDayOfItsMiddleAndNotAhead(
      @ForAll @IntRange(max = 200_000) int start,
      @ForAll @IntRange(min = 1, max = 100_000) int length,
      @ForAll @IntRange(min = -100_000, max = 400_000) int nowAfter) {
    ChargePeriod period = new ChargePeriod(DAY.plusSeconds(start), DAY.plusSeconds(start + length));
    Instant now = DAY.plusSeconds(nowAfter);

    Instant stamp = Instant.ofEpochMilli(Stamps.wanted(period, now));

    assertThat(stamp.truncatedTo(ChronoUnit.DAYS))
        .isEqualTo(period.middle().truncatedTo(ChronoUnit.DAYS));
    assertThat(stamp).isNotEqualTo(stamp.truncatedTo(ChronoUnit.HOURS));
    boolean begun = !now.isBefore(period.middle().truncatedTo(ChronoUnit.HOURS));
    if (begun) {
      assertThat(stamp).isBeforeOrEqualTo(now.plusSeconds(1));
    }
    if (length <= 3_600) {
      assertThat(stamp.truncatedTo(ChronoUnit.HOURS))
          .isEqualTo(period.middle().truncatedTo(ChronoUnit.HOURS));
    }
  }

  @Test
  void minuteOfTheRunningHour_isNotStampedAhead() {
    ChargePeriod minute = new ChargePeriod(DAY.plusSeconds(60), DAY.plusSeconds(120));

    assertThat(Instant.ofEpochMilli(Stamps.wanted(minute, DAY.plusSeconds(300))))
        .isEqualTo(DAY.plusSeconds(300));
    assertThat(Instant.ofEpochMilli(Stamps.wanted(minute, DAY.plusSeconds(3_600))))
        .isEqualTo(DAY.plusSeconds(1_800));
  }

  @Test
  void lastMillisecondTaken_goesBeforeTheFirst() {
    long hour = DAY.toEpochMilli();
    long last = DAY.plus(Duration.ofHours(1)).toEpochMilli() - 1;
    TreeSet<Long> taken = new TreeSet<>();
    taken.add(hour + 5_000);
    taken.add(last);

    assertThat(Stamps.free(last - 10, taken)).isEqualTo(hour + 4_999);
  }
}
