// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterTotal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The series of one family of totals, and which are still held at 0. Which label sets have totals,
 * and which are added up as other, is the ledger's. Not thread-safe; guarded by {@link
 * CounterFamilies}.
 */
final class CounterSeries {
  private final MetricDefinition definition;
  private final Duration zeroHold;
  private final Map<List<String>, Shape> shapes = new HashMap<>();
  private final Set<List<String>> released = new HashSet<>();

  /** A series as it was shown last. */
  private record Shape(Series series, Sample sample) {}

  /**
   * One scrape's view.
   *
   * @param nextRelease when a series that is held now is shown with its value
   */
  record Shown(Family family, Instant nextRelease) {}

  CounterSeries(MetricDefinition definition, Duration zeroHold) {
    this.definition = definition;
    this.zeroHold = zeroHold;
  }

  int active() {
    return shapes.size();
  }

  Shown show(List<CounterTotal> totals, Instant now) {
    List<Sample> samples = new ArrayList<>(totals.size());
    Instant nextRelease = Instant.MAX;
    for (CounterTotal total : totals) {
      Instant release = releaseOf(total, now);
      boolean held = release.isAfter(now);
      nextRelease = held && release.isBefore(nextRelease) ? release : nextRelease;
      samples.add(sample(total, held));
    }
    return new Shown(new Family(definition, samples), nextRelease);
  }

  /**
   * When the series may show its value; {@code now} when it already may. What was shown once stays
   * shown, and a first sight in the future (the clock was set back since) is not held: a counter
   * that fell to 0 would look like a reset.
   */
  private Instant releaseOf(CounterTotal total, Instant now) {
    if (released.contains(total.labels())) {
      return now;
    }
    Instant release = total.firstSeen().plus(zeroHold);
    if (release.isAfter(now) && !total.firstSeen().isAfter(now)) {
      return release;
    }
    released.add(total.labels());
    return now;
  }

  /** The sample of before where nothing changed. */
  private Sample sample(CounterTotal total, boolean held) {
    BigDecimal value = held ? BigDecimal.ZERO : total.value();
    Shape old = shapes.get(total.labels());
    if (old != null && old.sample().value().compareTo(value) == 0) {
      return old.sample();
    }
    Series series = old == null ? new Series(definition, total.labels()) : old.series();
    Sample sample = new Sample(series, value);
    shapes.put(total.labels(), new Shape(series, sample));
    return sample;
  }
}
