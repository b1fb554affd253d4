// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class QuantitiesTest {
  @Property
  void cuttingAnHour_losesNothing(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long tokens,
      @ForAll @IntRange(min = 0, max = 60) int cut,
      @ForAll @IntRange(min = 0, max = 60) int end) {
    Quantities hour = Quantities.of(Map.of(Quantity.INPUT, tokens));
    int first = Math.min(cut, end);
    int last = Math.max(cut, end);

    Quantities parts = hour.minutes(0, first).plus(hour.minutes(first, last));

    assertThat(parts).isEqualTo(hour.minutes(0, last));
    assertThat(parts.plus(hour.minutes(last, 60))).isEqualTo(hour);
  }

  @Property
  void levels_areNotDivided(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long bytes,
      @ForAll @IntRange(min = 1, max = 59) int cut) {
    Quantities hour = Quantities.of(Map.of(Quantity.BYTES, bytes));

    assertThat(hour.minutes(0, cut)).isEqualTo(hour);
    assertThat(hour.times(1, 2)).isEqualTo(hour);
  }
}
