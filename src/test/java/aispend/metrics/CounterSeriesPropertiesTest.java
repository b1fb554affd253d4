// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.CounterFamily;
import aispend.ledger.CounterTotal;
import aispend.model.Dimension;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CounterSeriesPropertiesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final MetricDefinition COST =
      new Catalogue(List.of(Dimension.PROVIDER, Dimension.MODEL)).of(CounterFamily.COST);

  /** Each step adds an amount to one of 40 label sets; a scrape follows each. */
  @Property(tries = 200)
  void growingTotals_neverGoDownAndAlwaysAddUp(
      @ForAll @Size(max = 80) List<@IntRange(max = 39) Integer> steps,
      @ForAll @IntRange(max = 12) int limit) {
    CounterSeries series = new CounterSeries(COST, limit, Duration.ZERO);
    Map<List<String>, CounterTotal> totals = new HashMap<>();
    Map<String, BigDecimal> before = new HashMap<>();
    for (int step = 0; step < steps.size(); step++) {
      grow(totals, steps.get(step), START.plusSeconds(step));
      Map<String, BigDecimal> shown =
          shown(series.show(List.copyOf(totals.values()), START.plusSeconds(step)));

      assertThat(sum(shown)).isEqualByComparingTo(BigDecimal.valueOf(step + 1L, 9));
      before.forEach(
          (labels, value) -> assertThat(shown.get(labels)).isGreaterThanOrEqualTo(value));
      before = shown;
    }
    CounterSeries restarted = new CounterSeries(COST, limit, Duration.ZERO);
    Instant end = START.plusSeconds(100);
    assertThat(shown(restarted.show(List.copyOf(totals.values()), end))).isEqualTo(before);
    assertThat(before).hasSizeLessThanOrEqualTo(limit + 4);
  }

  private static void grow(Map<List<String>, CounterTotal> totals, int set, Instant now) {
    List<String> labels = List.of("s" + set % 2, "p" + set % 4, "m" + (39 - set));
    CounterTotal old = totals.get(labels);
    BigDecimal value = BigDecimal.valueOf(1, 9).add(old == null ? BigDecimal.ZERO : old.value());
    Instant firstSeen = old == null ? now : old.firstSeen();
    totals.put(
        labels, new CounterTotal(CounterFamily.COST, labels, value, BigDecimal.ZERO, firstSeen));
  }

  private static Map<String, BigDecimal> shown(CounterSeries.Shown shown) {
    Map<String, BigDecimal> values = new HashMap<>();
    for (Sample sample : new ArrayList<>(shown.family().samples())) {
      java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
      sample.series().writeTo(text);
      values.put(text.toString(java.nio.charset.StandardCharsets.UTF_8), sample.value());
    }
    return values;
  }

  private static BigDecimal sum(Map<String, BigDecimal> values) {
    return values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
