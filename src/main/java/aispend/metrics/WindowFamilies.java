// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.LedgerReader;
import aispend.ledger.Spent;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  /** Amounts by the labels behind the window. */
  private record Sums(WindowSums cost, WindowSums savings) {
    Sums() {
      this(new WindowSums(), new WindowSums());
    }
  }

  WindowFamilies(LedgerReader ledger, MetricsSettings settings, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
    SeriesLimits limits = new SeriesLimits(settings.maxSeries());
    this.cost = new WindowGauge(Definitions.WINDOW_COST, limits.windowSets(), true);
    this.savings = new WindowGauge(Definitions.WINDOW_SAVINGS, limits.savingsSets(), false);
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
    Shown shown = new Shown(ledger.namedValues(Set.copyOf(LABELS)));
    WindowParts parts = WindowParts.at(now);
    ledger.eachSpent(
        parts.periods(), spent -> add(sums, shown, parts.windows().get(spent.period()), spent));
    return sums;
  }

  private static void add(Sums sums, Shown shown, List<Window> windows, Spent spent) {
    String provider = shown.of(Dimension.PROVIDER, spent.provider());
    String model = shown.of(Dimension.MODEL, spent.model());
    String project = shown.of(Dimension.PROJECT, spent.project());
    sums.cost().add(List.of(provider, model, project), windows, spent.costNanos());
    long cache = spent.savings().cache().nanos();
    if (cache != 0) {
      sums.savings().add(List.of(provider, model, project, "cache"), windows, cache);
    }
    long tier = spent.savings().tier().nanos();
    if (tier != 0) {
      sums.savings().add(List.of(provider, model, project, "tier"), windows, tier);
    }
  }

  /** What values are shown as. */
  private record Shown(Map<Dimension, Set<String>> named) {
    String of(Dimension dimension, String value) {
      Set<String> members = named.get(dimension);
      boolean byName = value.isEmpty() || members == null || members.contains(value);
      return byName ? value : SeriesGovernor.OTHER;
    }
  }
}
