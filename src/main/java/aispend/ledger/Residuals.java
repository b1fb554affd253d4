// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Books what a provider's bill says beyond the detail that is booked already. For each settled day
 * and each combination of the matched dimensions: billed less booked, positive or negative, under
 * the billing source. A day the bill says nothing about, or not in money we know, is left alone: no
 * data is not zero. What is booked follows from the records alone, not from how they came.
 */
final class Residuals {
  private static final long DAY = 86_400;

  /** Cost of some sources' records on a day by what residuals are matched on. */
  private static final String COSTS =
      """
      select %1$s, coalesce(sum(r.cost_nanos), 0) as cost_nanos,
        count(*) - count(r.cost_nanos) as unknown
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id in (%2$s) and r.period_start >= :day and r.period_start < :next_day
        and r.cost_kind <> 'gone'
      group by %1$s
      """;

  private static final String BOOKED =
      """
      select r.cost_nanos, d.* from residual r join dimension_set d on d.set_id = r.set_id
      where r.source_id = :source_id and r.day = :day
      """;

  private static final String BOOK =
      """
      insert into residual (source_id, day, set_id, cost_nanos, booked_at)
      values (:source_id, :day, :set_id, :cost_nanos, :now)
      on conflict (source_id, day, set_id) do update set
        cost_nanos = excluded.cost_nanos, booked_at = excluded.booked_at
      """;

  /** Where a change of canonical spend goes. */
  interface Books {
    void canonical(Sources.Stored source, ChargePeriod period, Dimensions dimensions, Delta delta);
  }

  /** Known cost by the matched dimensions, and whether some of it is not known. */
  private record Costs(Map<Dimensions, Long> nanos, boolean unknown) {}

  private final Handle handle;
  private final DimensionSets sets;
  private final Books books;
  private final Instant now;
  private final List<Sources.Stored> sources;
  private final Layer detail;

  /**
   * Prepares booking for one provider.
   *
   * @param sources all sources of the provider, with how far each is settled now
   */
  Residuals(
      Handle handle, DimensionSets sets, Books books, Instant now, List<Sources.Stored> sources) {
    this.handle = handle;
    this.sets = sets;
    this.books = books;
    this.now = now;
    this.sources = sources;
    this.detail = sources.get(0).detailLayer(sources);
  }

  /**
   * Books the differences of some days again, each layer upon the ones below it; does nothing where
   * nothing changed.
   *
   * @param days the days' starts in epoch seconds
   */
  void book(Collection<Long> days) {
    for (Layer layer : Layer.values()) {
      List<Sources.Stored> billing =
          sources.stream().filter(stored -> stored.source().layer() == layer).toList();
      if (layer.compareTo(detail) > 0 && !billing.isEmpty()) {
        days.forEach(day -> book(layer, billing, day));
      }
    }
  }

  /** Several bills of one layer are one bill, booked under the first that speaks of the day. */
  private void book(Layer layer, List<Sources.Stored> billing, long day) {
    List<Sources.Stored> settled =
        billing.stream().filter(stored -> stored.settled(day + DAY)).toList();
    if (settled.isEmpty()) {
      return;
    }
    Set<Dimension> match = billing.get(0).match();
    Map<Dimensions, Long> wanted = new HashMap<>();
    Sources.@Nullable Stored speaker = null;
    boolean unknown = false;
    for (Sources.Stored bill : settled) {
      Costs costs = costs(List.of(bill), match, day);
      costs.nanos().forEach((key, nanos) -> wanted.merge(key, nanos, Math::addExact));
      unknown |= costs.unknown();
      speaker = speaker == null && !costs.nanos().isEmpty() ? bill : speaker;
    }
    below(layer, match, day)
        .forEach((key, nanos) -> wanted.merge(key, Math.negateExact(nanos), Math::addExact));
    for (Sources.Stored bill : billing) {
      rebook(bill, day, bill.equals(speaker) && !unknown ? wanted : Map.of());
    }
  }

  private void rebook(Sources.Stored bill, long day, Map<Dimensions, Long> wanted) {
    Map<Dimensions, Long> booked = booked(bill, day);
    Set<Dimensions> keys = new HashSet<>(wanted.keySet());
    keys.addAll(booked.keySet());
    for (Dimensions key : keys) {
      long target = wanted.getOrDefault(key, 0L);
      long difference = Math.subtractExact(target, booked.getOrDefault(key, 0L));
      if (difference != 0) {
        bookOne(bill, day, key, target);
        books.canonical(
            bill, ChargePeriod.ofEpochSeconds(day, day + DAY), key, Delta.cost(difference));
      }
    }
  }

  private void bookOne(Sources.Stored billing, long day, Dimensions key, long nanos) {
    handle
        .createUpdate(BOOK)
        .bind("source_id", billing.id())
        .bind("day", day)
        .bind("set_id", sets.id(key))
        .bind("cost_nanos", nanos)
        .bind("now", now.getEpochSecond())
        .execute();
  }

  /** What the layers below have booked on a day: the detail, and the residuals between. */
  private Map<Dimensions, Long> below(Layer layer, Set<Dimension> match, long day) {
    List<Sources.Stored> first = new ArrayList<>();
    List<Sources.Stored> between = new ArrayList<>();
    for (Sources.Stored stored : sources) {
      if (stored.source().layer() == detail) {
        first.add(stored);
      } else if (stored.source().layer().compareTo(layer) < 0) {
        between.add(stored);
      }
    }
    Map<Dimensions, Long> below = new HashMap<>(costs(first, match, day).nanos());
    for (Sources.Stored stored : between) {
      booked(stored, day)
          .forEach((key, nanos) -> below.merge(matched(key, match), nanos, Math::addExact));
    }
    return below;
  }

  private Dimensions matched(Dimensions dimensions, Set<Dimension> match) {
    return dimensions.only(match).with(Dimension.PROVIDER, provider());
  }

  private String provider() {
    return sources.get(0).source().provider();
  }

  private Costs costs(List<Sources.Stored> of, Set<Dimension> match, long day) {
    List<String> columns = match.stream().map(Columns::of).toList();
    String grouping = columns.isEmpty() ? "r.source_id" : "d." + String.join(", d.", columns);
    String ids = of.stream().map(one -> Long.toString(one.id())).collect(Collectors.joining(", "));
    Map<Dimensions, Long> nanos = new HashMap<>();
    boolean unknown =
        handle
            .createQuery(COSTS.formatted(grouping, ids))
            .bind("day", day)
            .bind("next_day", day + DAY)
            .map(
                (row, context) -> {
                  Map<Dimension, String> key = new EnumMap<>(Dimension.class);
                  for (Dimension dimension : match) {
                    key.put(dimension, row.getString(Columns.of(dimension)));
                  }
                  nanos.merge(
                      matched(new Dimensions(key), match),
                      row.getLong("cost_nanos"),
                      Math::addExact);
                  return row.getLong("unknown") > 0;
                })
            .list()
            .contains(true);
    return new Costs(nanos, unknown);
  }

  private Map<Dimensions, Long> booked(Sources.Stored billing, long day) {
    Map<Dimensions, Long> booked = new HashMap<>();
    handle
        .createQuery(BOOKED)
        .bind("source_id", billing.id())
        .bind("day", day)
        .map((row, context) -> Map.entry(Columns.dimensions(row), row.getLong("cost_nanos")))
        .forEach(entry -> booked.put(entry.getKey(), entry.getValue()));
    return booked;
  }
}
