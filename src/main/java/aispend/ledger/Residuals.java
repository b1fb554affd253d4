// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final String OVERLAPS =
      """
      select o.cost_nanos, d.* from overlap o join dimension_set d on d.set_id = o.set_id
      where o.source_id in (%s) and o.start >= :day and o.start < :next_day
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
  private final ProviderStack stack;
  private final MatchedModels models;
  private final AttributedSums attributed;

  /**
   * Prepares booking for one provider.
   *
   * @param stack all its sources, with how far each is settled now
   */
  Residuals(
      Handle handle,
      DimensionSets sets,
      Books books,
      Instant now,
      ProviderStack stack,
      MatchedModels models) {
    this.handle = handle;
    this.sets = sets;
    this.books = books;
    this.now = now;
    this.stack = stack;
    this.models = models;
    this.attributed = new AttributedSums(handle, models, stack);
  }

  /**
   * Books the differences of some days again, each layer upon the ones below it; does nothing where
   * nothing changed.
   *
   * @param days the days' starts in epoch seconds
   */
  void book(Collection<Long> days) {
    for (Layer layer : Layer.values()) {
      List<Sources.Stored> billing = stack.of(layer);
      if (layer.compareTo(stack.detail()) > 0 && !billing.isEmpty()) {
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

  /** What the layers below have booked on a day: applications, the detail, what lies between. */
  private Map<Dimensions, Long> below(Layer layer, Set<Dimension> match, long day) {
    Map<Dimensions, Long> below = new HashMap<>(costs(stack.polledDetail(), match, day).nanos());
    attributed
        .of(ChargePeriod.ofEpochSeconds(day, day + DAY), match)
        .forEach((key, sums) -> below.merge(key, sums.get(Measures.COST), Math::addExact));
    overlaps(day).forEach((key, nanos) -> below.merge(matched(key, match), nanos, Math::addExact));
    for (Sources.Stored stored : stack.sources()) {
      Layer between = stored.source().layer();
      if (between.compareTo(stack.detail()) > 0 && between.compareTo(layer) < 0) {
        booked(stored, day)
            .forEach((key, nanos) -> below.merge(matched(key, match), nanos, Math::addExact));
      }
    }
    return below;
  }

  private Map<Dimensions, Long> overlaps(long day) {
    Map<Dimensions, Long> nanos = new HashMap<>();
    handle
        .createQuery(OVERLAPS.formatted(ProviderStack.ids(stack.polledDetail())))
        .bind("day", day)
        .bind("next_day", day + DAY)
        .map((row, context) -> Map.entry(Columns.dimensions(row), row.getLong("cost_nanos")))
        .forEach(entry -> nanos.merge(entry.getKey(), entry.getValue(), Math::addExact));
    return nanos;
  }

  private Dimensions matched(Dimensions dimensions, Set<Dimension> match) {
    return models.group(stack.provider(), dimensions, match);
  }

  private Costs costs(List<Sources.Stored> of, Set<Dimension> match, long day) {
    List<String> columns = match.stream().map(Columns::of).toList();
    String grouping = columns.isEmpty() ? "r.source_id" : "d." + String.join(", d.", columns);
    String ids = ProviderStack.ids(of);
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
