// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import aispend.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that bills a dollar an hour, and does as the test says. */
final class ScriptedProvider implements Provider {
  private final String name;
  private final Deque<ProviderException.Kind> failures = new ConcurrentLinkedDeque<>();
  private final AtomicInteger inside = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  final List<ChargePeriod> asked = new CopyOnWriteArrayList<>();
  final List<ChargePeriod> kept = new CopyOnWriteArrayList<>();
  final List<Dimension> lookedUp = new CopyOnWriteArrayList<>();
  volatile Optional<CountDownLatch> held = Optional.empty();
  final CountDownLatch entered = new CountDownLatch(1);

  ScriptedProvider(String name) {
    this.name = name;
  }

  ScriptedProvider failing(ProviderException.Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      failures.add(kind);
    }
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of(
        new Source(
            name + ":costs",
            name,
            Layer.BILLED,
            Source.Timeliness.HOURLY,
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofHours(2),
            Duration.ofHours(6)));
  }

  @Override
  public void kept(Source source, ChargePeriod window) {
    kept.add(window);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    mostAtOnce.accumulateAndGet(inside.incrementAndGet(), Math::max);
    try {
      asked.add(window);
      entered.countDown();
      if (held.isPresent()) {
        held.get().await();
      }
      ProviderException.Kind kind = failures.poll();
      if (kind != null) {
        throw new ProviderException(name, kind, name + " says " + kind);
      }
      return hours(window);
    } finally {
      inside.decrementAndGet();
    }
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of(Dimension.PROJECT, Dimension.KEY);
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    lookedUp.add(dimension);
    return dimension == Dimension.PROJECT ? Map.of("p-1", "search") : Map.of();
  }

  @Override
  public void check() {}

  private static List<ReportedBucket> hours(ChargePeriod window) {
    List<ReportedBucket> buckets = new ArrayList<>();
    for (ChargePeriod hour : window.split(Duration.ofHours(1))) {
      ReportedUsage dollar =
          new ReportedUsage(
              Dimensions.of(Dimension.PROJECT, "p-1"),
              null,
              null,
              Map.of(),
              new ReportedCost("1", ReportedCost.Unit.MAJOR, "USD"));
      buckets.add(
          new ReportedBucket(
              "costs", ReportedPeriod.of(hour.start(), hour.end()), List.of(dollar)));
    }
    return buckets;
  }
}
