// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterTotal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The series of one family of totals: which label sets have their own, and which are still held at
 * 0. Not thread-safe; guarded by {@link CounterFamilies}.
 *
 * <p>The places are given in the order in which the label sets came into being, which the ledger
 * keeps; so they are the same after a restart.
 */
final class CounterSeries {
  private static final Comparator<CounterTotal> OLDEST_FIRST =
      Comparator.comparing(CounterTotal::firstSeen)
          .thenComparing(total -> String.join("\0", total.labels()));

  private final MetricDefinition definition;
  private final SeriesGovernor governor;
  private final Duration zeroHold;
  private final Map<List<String>, Series> series = new HashMap<>();
  private final Set<List<String>> released = new HashSet<>();
  private Map<String, Long> overflow = Map.of();

  /**
   * One scrape's view.
   *
   * @param nextRelease when a series that is held now is shown with its value
   */
  record Shown(Family family, Instant nextRelease) {}

  /** What a series adds up. */
  private record Sum(BigDecimal value, Instant firstSeen) {
    static Sum of(CounterTotal total) {
      return new Sum(total.value(), total.firstSeen());
    }

    Sum plus(Sum other) {
      Instant earlier = firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen;
      return new Sum(value.add(other.value), earlier);
    }
  }

  CounterSeries(MetricDefinition definition, int limit, Duration zeroHold) {
    this.definition = definition;
    this.governor = new SeriesGovernor(definition.labels(), limit);
    this.zeroHold = zeroHold;
  }

  int active() {
    return series.size();
  }

  int limit() {
    return governor.limit();
  }

  /** Label sets without a series of their own, by label that was folded. */
  Map<String, Long> overflow() {
    return overflow;
  }

  Shown show(List<CounterTotal> totals, Instant now) {
    totals.stream()
        .filter(total -> !governor.admits(total.labels()))
        .sorted(OLDEST_FIRST)
        .forEach(total -> governor.admit(total.labels()));
    List<Sample> samples = new ArrayList<>(totals.size());
    Instant nextRelease = Instant.MAX;
    for (Map.Entry<List<String>, Sum> entry : sums(totals).entrySet()) {
      Instant release = releaseOf(entry.getKey(), entry.getValue(), now);
      boolean held = release.isAfter(now);
      nextRelease = held && release.isBefore(nextRelease) ? release : nextRelease;
      BigDecimal value = held ? BigDecimal.ZERO : entry.getValue().value();
      samples.add(new Sample(seriesOf(entry.getKey()), value));
    }
    return new Shown(new Family(definition, samples), nextRelease);
  }

  private Map<List<String>, Sum> sums(List<CounterTotal> totals) {
    Map<List<String>, Sum> sums = new LinkedHashMap<>();
    Map<String, Long> folded = new HashMap<>();
    for (CounterTotal total : totals) {
      List<String> labels = total.labels();
      if (!governor.admits(labels)) {
        governor.overflowing(labels).forEach(label -> folded.merge(label, 1L, Long::sum));
        labels = governor.folded(labels);
      }
      sums.merge(labels, Sum.of(total), Sum::plus);
    }
    overflow = Map.copyOf(folded);
    return sums;
  }

  /**
   * When the series may show its value; {@code now} when it already may. What was shown once stays
   * shown, and a first sight in the future (the clock was set back since) is not held: a counter
   * that fell to 0 would look like a reset.
   */
  private Instant releaseOf(List<String> labels, Sum sum, Instant now) {
    if (released.contains(labels)) {
      return now;
    }
    Instant release = sum.firstSeen().plus(zeroHold);
    if (release.isAfter(now) && !sum.firstSeen().isAfter(now)) {
      return release;
    }
    released.add(labels);
    return now;
  }

  private Series seriesOf(List<String> labels) {
    return series.computeIfAbsent(labels, values -> new Series(definition, values));
  }
}
