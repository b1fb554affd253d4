// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class LatencyCountsTest {
  @Property
  void percentile_isAsNearToTheTrueOneAsPromised(
      @ForAll @NotEmpty List<@LongRange(max = 86_400_000L) Long> times,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    LatencyCounts counts = new LatencyCounts();
    times.forEach(counts::add);

    long truth = times.stream().sorted().toList().get((times.size() * percent + 99) / 100 - 1);
    assertThat((double) Math.abs(counts.percentile(percent) - truth))
        .isLessThanOrEqualTo(truth * LatencyCounts.RELATIVE_ERROR.doubleValue());
    assertThat(counts.count()).isEqualTo(times.size());
  }

  @Property
  void countsOfTwoTexts_areThoseOfAllCalls(
      @ForAll List<@LongRange(max = 86_400_000L) Long> some,
      @ForAll List<@LongRange(max = 86_400_000L) Long> others) {
    LatencyCounts first = new LatencyCounts();
    LatencyCounts all = new LatencyCounts();
    LatencyCounts second = new LatencyCounts();
    some.forEach(first::add);
    others.forEach(second::add);
    some.forEach(all::add);
    others.forEach(all::add);

    LatencyCounts read = LatencyCounts.of(first.text());
    read.addAll(second.text());
    assertThat(read.text()).isEqualTo(all.text());
  }

  @Test
  void noCalls_haveNoPercentile() {
    assertThat(new LatencyCounts().text()).isEmpty();
    assertThatThrownBy(() -> new LatencyCounts().percentile(50))
        .isInstanceOf(IllegalStateException.class);
  }
}
