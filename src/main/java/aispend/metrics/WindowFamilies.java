// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Canonical cost and savings by time of use, valid for now. Computed anew only when the ledger
 * changed or a new hour began, which is when a window moves. With a hundred thousand models that
 * takes seconds, and events change the ledger all the time: what took longer than {@link #QUICK} is
 * then shown for {@link #RESTS} times as long. Any thread may ask; the lock is not held while the
 * ledger is read.
 */
final class WindowFamilies implements GovernedFamilies {
  private static final List<Dimension> LABELS =
      List.of(Dimension.PROVIDER, Dimension.MODEL, Dimension.PROJECT);

  static final Duration QUICK = Duration.ofSeconds(1);
  static final int RESTS = 10;

  private final LedgerReader ledger;
  private final Clock clock;
  private final WindowGauge cost;
  private final WindowGauge savings;
  private @Nullable Snapshot snapshot;

  private record Snapshot(
      long revision, Instant hour, Instant restsUntil, Family cost, Family savings) {
    boolean serves(long now, Instant instant) {
      boolean sameHour = ChargePeriod.hourOf(instant).start().equals(hour);
      return sameHour && (revision == now || instant.isBefore(restsUntil));
    }

    List<Family> families() {
      return List.of(cost, savings);
    }
  }

  /** Amounts by window and the labels behind it. */
  private record Sums(
      Map<Window, Map<List<String>, Money>> cost, Map<Window, Map<List<String>, Money>> savings) {
    Sums() {
      this(new EnumMap<>(Window.class), new EnumMap<>(Window.class));
    }
  }

  WindowFamilies(LedgerReader ledger, MetricsSettings settings, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
    SeriesLimits limits = new SeriesLimits(settings.maxSeries());
    this.cost = new WindowGauge(Definitions.WINDOW_COST, limits.windowSets());
    this.savings = new WindowGauge(Definitions.WINDOW_SAVINGS, limits.savingsSets());
  }

  @Override
  public String section() {
    return "windows";
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
    Sums sums = read(now);
    synchronized (this) {
      Family costs = cost.family(sums.cost());
      Family saved = savings.family(sums.savings());
      Instant hour = ChargePeriod.hourOf(now).start();
      snapshot = new Snapshot(revision, hour, restsUntil(now, clock.instant()), costs, saved);
      return snapshot.families();
    }
  }

  /** By the clock, as that tells how old the answer is. */
  private static Instant restsUntil(Instant begun, Instant done) {
    Duration took = Duration.between(begun, done);
    return took.compareTo(QUICK) > 0 ? done.plus(took.multipliedBy(RESTS)) : begun;
  }

  @Override
  public synchronized Usage usage() {
    int ofCost = snapshot == null ? 0 : snapshot.cost().samples().size();
    int ofSavings = snapshot == null ? 0 : snapshot.savings().samples().size();
    return new Usage(
        Map.of(cost.name(), ofCost, savings.name(), ofSavings),
        Map.of(cost.name(), cost.limit(), savings.name(), savings.limit()));
  }

  private Sums read(Instant now) {
    Sums sums = new Sums();
    Map<Dimension, Set<String>> named = ledger.namedValues();
    for (Window window : Window.values()) {
      Map<List<String>, Money> costs = new HashMap<>();
      Map<List<String>, Money> saved = new HashMap<>();
      SumQuery query =
          SumQuery.total(
              window.period(now), Dimension.PROVIDER, Dimension.MODEL, Dimension.PROJECT);
      for (SumRow row : ledger.sums(query)) {
        costs.merge(labels(named, row), row.cost(), Money::plus);
        saved.merge(labels(named, row, "cache"), row.savings().cache(), Money::plus);
        saved.merge(labels(named, row, "tier"), row.savings().tier(), Money::plus);
      }
      saved.values().removeIf(Money.ZERO_USD::equals);
      sums.cost().put(window, costs);
      sums.savings().put(window, saved);
    }
    return sums;
  }

  private static List<String> labels(
      Map<Dimension, Set<String>> named, SumRow row, String... more) {
    List<String> labels = new ArrayList<>();
    for (Dimension dimension : LABELS) {
      String value = row.key().get(dimension);
      Set<String> members = named.get(dimension);
      boolean shown = value.isEmpty() || members == null || members.contains(value);
      labels.add(shown ? value : SeriesGovernor.OTHER);
    }
    labels.addAll(List.of(more));
    return List.copyOf(labels);
  }
}
