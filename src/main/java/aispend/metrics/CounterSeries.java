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

  /** What was shown last, in its order: nearly all of it comes again in the same. */
  private List<Last> order = List.of();

  /** A series as it was shown last, and whether it is held no more. */
  private record Last(CounterTotal total, Sample sample, boolean released) {}

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
    List<Last> shown = new ArrayList<>(totals.size());
    Instant nextRelease = Instant.MAX;
    int place = 0;
    for (CounterTotal total : totals) {
      Last expected = place < order.size() ? order.get(place) : null;
      if (expected != null && expected.released() && isSame(expected.total(), total)) {
        shown.add(expected);
        place++;
        continue;
      }
      Last last = lasts.get(total.labels());
      place += expected != null && expected.total().labels().equals(total.labels()) ? 1 : 0;
      Instant release = releaseOf(total, last, now);
      boolean held = release.isAfter(now);
      nextRelease = held && release.isBefore(nextRelease) ? release : nextRelease;
      shown.add(kept(new Last(total, sample(total, last, held), !held)));
    }
    order = shown;
    return new Shown(
        new Family(definition, shown.stream().map(Last::sample).toList()), nextRelease);
  }

  /** The very same total; the ledger gives another one when anything in it changed. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(CounterTotal one, CounterTotal other) {
    return one == other;
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

  /** The sample of before where its value did not change. */
  private Sample sample(CounterTotal total, @Nullable Last last, boolean held) {
    BigDecimal value = held ? BigDecimal.ZERO : total.value();
    if (last == null) {
      return new Sample(new Series(definition, total.labels()), value);
    }
    Sample before = last.sample();
    return before.value().compareTo(value) == 0 ? before : new Sample(before.series(), value);
  }

  private Last kept(Last last) {
    lasts.put(last.total().labels(), last);
    return last;
  }
}
