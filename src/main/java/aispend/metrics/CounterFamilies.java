// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterFamily;
import aispend.ledger.CounterTotal;
import aispend.ledger.LedgerReader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's monotonic totals. They are read anew only when the ledger changed or a hold ended.
 * Any thread may ask; the lock is not held while the ledger is read.
 */
final class CounterFamilies implements GovernedFamilies {
  private final LedgerReader ledger;
  private final Clock clock;
  private final SeriesLimits limits;
  private final Map<CounterFamily, CounterSeries> series = new EnumMap<>(CounterFamily.class);
  private @Nullable Snapshot snapshot;

  /** What was shown at a revision, good until the next hold ends. */
  private record Snapshot(long revision, Instant goodUntil, List<Family> families) {
    boolean serves(long now, Instant instant) {
      return revision == now && instant.isBefore(goodUntil);
    }
  }

  CounterFamilies(LedgerReader ledger, MetricsSettings settings, Catalogue catalogue, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
    this.limits = new SeriesLimits(settings.maxSeries());
    for (CounterFamily family : CounterFamily.values()) {
      series.put(family, new CounterSeries(catalogue.of(family), settings.zeroHold()));
    }
  }

  @Override
  public String section() {
    return "counters";
  }

  @Override
  public List<Family> families() {
    long revision = ledger.revision();
    Instant now = clock.instant();
    synchronized (this) {
      if (snapshot != null && snapshot.serves(revision, now)) {
        return snapshot.families();
      }
    }
    List<CounterTotal> totals = ledger.counters();
    synchronized (this) {
      snapshot = snapshot(revision, now, totals);
      return snapshot.families();
    }
  }

  @Override
  public synchronized Usage usage() {
    Map<String, Integer> active = new HashMap<>();
    Map<String, Integer> most = new HashMap<>();
    series.forEach(
        (family, shown) -> {
          active.put(family.metric(), shown.active());
          most.put(family.metric(), limits.named(family));
        });
    return new Usage(active, most);
  }

  private Snapshot snapshot(long revision, Instant now, List<CounterTotal> totals) {
    Map<CounterFamily, List<CounterTotal>> byFamily = new EnumMap<>(CounterFamily.class);
    for (CounterFamily family : CounterFamily.values()) {
      byFamily.put(family, new ArrayList<>());
    }
    totals.forEach(total -> listOf(byFamily, total.family()).add(total));
    List<Family> families = new ArrayList<>();
    Instant goodUntil = Instant.MAX;
    for (CounterFamily family : CounterFamily.values()) {
      CounterSeries.Shown shown = seriesOf(family).show(listOf(byFamily, family), now);
      families.add(shown.family());
      goodUntil = shown.nextRelease().isBefore(goodUntil) ? shown.nextRelease() : goodUntil;
    }
    families.add(
        outstanding(
            Definitions.SOURCE_CREDITS_OUTSTANDING, listOf(byFamily, CounterFamily.SOURCE_COST)));
    families.add(
        outstanding(
            Definitions.SOURCE_TOKENS_OUTSTANDING, listOf(byFamily, CounterFamily.SOURCE_TOKENS)));
    return new Snapshot(revision, goodUntil, List.copyOf(families));
  }

  /** Canonical cost needs none of it: what it went down by is a family of its own. */
  private static Family outstanding(MetricDefinition definition, List<CounterTotal> totals) {
    Family.Builder family = Family.of(definition);
    for (CounterTotal total : totals) {
      family.add(total.credit(), total.labels().toArray(String[]::new));
    }
    return family.build();
  }

  private static List<CounterTotal> listOf(
      Map<CounterFamily, List<CounterTotal>> byFamily, CounterFamily family) {
    return byFamily.computeIfAbsent(family, unused -> new ArrayList<>());
  }

  private CounterSeries seriesOf(CounterFamily family) {
    CounterSeries found = series.get(family);
    if (found == null) {
      throw new AssertionError(family);
    }
    return found;
  }
}
