// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Canonical cost by time of use, valid for now. Computed anew only when the ledger changed or a new
 * hour began, which is when a window moves. Any thread may ask; the lock is not held while the
 * ledger is read.
 */
final class WindowFamilies implements GovernedFamilies {
  private static final Comparator<List<String>> BY_LABELS =
      Comparator.comparing(labels -> String.join("\0", labels));

  private final LedgerReader ledger;
  private final Clock clock;
  private final SeriesGovernor governor;
  private @Nullable Snapshot snapshot;

  private record Snapshot(long revision, Instant hour, Family family) {}

  WindowFamilies(LedgerReader ledger, MetricsSettings settings, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
    int sets = new SeriesLimits(settings.maxSeries()).windowSets();
    this.governor = new SeriesGovernor(List.of("provider", "model", "project"), sets);
  }

  @Override
  public String section() {
    return "windows";
  }

  @Override
  public List<Family> families() {
    long revision = ledger.revision();
    Instant now = clock.instant();
    Instant hour = ChargePeriod.hourOf(now).start();
    synchronized (this) {
      if (snapshot != null && snapshot.revision() == revision && snapshot.hour().equals(hour)) {
        return List.of(snapshot.family());
      }
    }
    Map<Window, Map<List<String>, Money>> sums = read(now);
    synchronized (this) {
      snapshot = new Snapshot(revision, hour, family(sums));
      return List.of(snapshot.family());
    }
  }

  @Override
  public synchronized Usage usage() {
    String name = Definitions.WINDOW_COST.name();
    int active = snapshot == null ? 0 : snapshot.family().samples().size();
    int limit = governor.limit() * Window.values().length;
    return new Usage(Map.of(name, active), Map.of(name, limit), Map.of());
  }

  private Map<Window, Map<List<String>, Money>> read(Instant now) {
    Map<Window, Map<List<String>, Money>> sums = new EnumMap<>(Window.class);
    for (Window window : Window.values()) {
      Map<List<String>, Money> byLabels = new HashMap<>();
      SumQuery query =
          SumQuery.total(
              window.period(now), Dimension.PROVIDER, Dimension.MODEL, Dimension.PROJECT);
      for (SumRow row : ledger.sums(query)) {
        List<String> labels =
            List.of(
                row.key().get(Dimension.PROVIDER),
                row.key().get(Dimension.MODEL),
                row.key().get(Dimension.PROJECT));
        byLabels.merge(labels, row.cost(), Money::plus);
      }
      sums.put(window, byLabels);
    }
    return sums;
  }

  private Family family(Map<Window, Map<List<String>, Money>> sums) {
    admit(sums);
    List<Sample> samples = new ArrayList<>();
    sums.forEach(
        (window, byLabels) -> {
          Map<List<String>, Money> shown = new TreeMap<>(BY_LABELS);
          byLabels.forEach((labels, cost) -> shown.merge(shownAs(labels), cost, Money::plus));
          shown.forEach((labels, cost) -> samples.add(sample(window, labels, cost)));
        });
    return new Family(Definitions.WINDOW_COST, samples);
  }

  /** Gives places to new label sets, the largest amounts first. */
  private void admit(Map<Window, Map<List<String>, Money>> sums) {
    Map<List<String>, Long> weights = new HashMap<>();
    for (Map<List<String>, Money> byLabels : sums.values()) {
      byLabels.forEach((labels, cost) -> weights.merge(labels, Math.abs(cost.nanos()), Math::max));
    }
    governor.retain(weights.keySet());
    weights.entrySet().stream()
        .sorted(
            Map.Entry.<List<String>, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey(BY_LABELS)))
        .forEach(entry -> governor.admit(entry.getKey()));
  }

  private List<String> shownAs(List<String> labels) {
    return governor.admits(labels) ? labels : governor.folded(labels);
  }

  private static Sample sample(Window window, List<String> labels, Money cost) {
    List<String> all = new ArrayList<>();
    all.add(window.label());
    all.addAll(labels);
    return new Sample(new Series(Definitions.WINDOW_COST, all), cost.units());
  }
}
