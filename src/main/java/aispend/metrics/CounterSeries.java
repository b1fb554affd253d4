// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterTotal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The series of one family of totals, and which are still held at 0. Which label sets have totals,
 * and which are added up as other, is the ledger's. Not thread-safe; guarded by {@link
 * CounterFamilies}.
 */
final class CounterSeries {
  private final MetricDefinition definition;
  private final Duration zeroHold;
  private final Map<List<String>, Last> lasts = new HashMap<>();

  /** A series as it was shown last, and whether it is held no more. */
  private record Last(Sample sample, boolean released) {}

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
    return lasts.size();
  }

  Shown show(List<CounterTotal> totals, Instant now) {
    List<Sample> samples = new ArrayList<>(totals.size());
    Instant nextRelease = Instant.MAX;
    for (CounterTotal total : totals) {
      Last last = lasts.get(total.labels());
      Instant release = releaseOf(total, last, now);
      boolean held = release.isAfter(now);
      nextRelease = held && release.isBefore(nextRelease) ? release : nextRelease;
      samples.add(sample(total, last, held));
    }
    return new Shown(new Family(definition, samples), nextRelease);
  }

  /**
   * When the series may show its value; {@code now} when it already may. What was shown once stays
   * shown, and a first sight in the future (the clock was set back since) is not held: a counter
   * that fell to 0 would look like a reset.
   */
  private Instant releaseOf(CounterTotal total, @Nullable Last last, Instant now) {
    if (last != null && last.released()) {
      return now;
    }
    Instant release = total.firstSeen().plus(zeroHold);
    return release.isAfter(now) && !total.firstSeen().isAfter(now) ? release : now;
  }

  /** The sample of before where nothing changed. */
  private Sample sample(CounterTotal total, @Nullable Last last, boolean held) {
    BigDecimal value = held ? BigDecimal.ZERO : total.value();
    if (last == null) {
      return kept(total, new Sample(new Series(definition, total.labels()), value), held);
    }
    if (last.sample().value().compareTo(value) != 0) {
      return kept(total, new Sample(last.sample().series(), value), held);
    }
    return last.released() == held ? kept(total, last.sample(), held) : last.sample();
  }

  private Sample kept(CounterTotal total, Sample sample, boolean held) {
    lasts.put(total.labels(), new Last(sample, !held));
    return sample;
  }
}
