// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Books a provider's canonical spend anew when a source is registered that changes how its layers
 * stand upon each other: a more detailed one that takes the place of the bill, another match.
 * Without it the bill would stay booked in full beside the detail.
 */
final class Relayering {
  private static final long DAY = 86_400;

  private static final String RECORDS =
      """
      select r.period_start, r.period_end, r.part, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id = :source_id and r.cost_kind <> 'gone'
      """
          .formatted(Columns.list(Columns.CONTENT), Columns.list(Columns.DIMENSIONS));

  private static final String RESIDUALS =
      """
      select r.day, r.cost_nanos, d.*
      from residual r join dimension_set d on d.set_id = r.set_id where r.source_id = :source_id
      """;

  private static final String OVERLAPS =
      """
      select r.*, %s
      from overlap r join dimension_set d on d.set_id = r.set_id where r.source_id = :source_id
      """
          .formatted(Columns.list(Columns.DIMENSIONS));

  private static final String DAYS =
      """
      select distinct r.period_start - r.period_start % 86400 as day
      from record r join source s on s.source_id = r.source_id where s.provider = :provider
      """;

  private final Handle handle;
  private final Counters counters;
  private final Postings postings;
  private final MatchedModels models;
  private final Rollups rollups = new Rollups();

  Relayering(Handle handle, Counters counters, Postings postings, MatchedModels models) {
    this.handle = handle;
    this.counters = counters;
    this.postings = postings;
    this.models = models;
  }

  /**
   * Books what the registering of a source changed.
   *
   * @param before all sources before it
   */
  void apply(Source source, List<Sources.Stored> before) {
    List<Sources.Stored> after = Sources.all(handle);
    boolean changed = false;
    for (Sources.Stored old : before) {
      Sources.Stored now =
          after.stream().filter(other -> other.id() == old.id()).findFirst().orElseThrow();
      boolean inFull = now.bookedInFull(after);
      if (old.bookedInFull(before) != inFull) {
        book(now, inFull);
        changed = true;
      }
      postBilled(old, now);
      changed |= old.source().layer() != now.source().layer() || !old.match().equals(now.match());
    }
    ProviderStack stack = ProviderStack.of(source.provider(), after);
    if (changed || isCutOtherwise(ProviderStack.of(source.provider(), before), stack)) {
      bookLayers(stack);
      rollups.flush(handle);
    }
  }

  /** Whether what both sides tell is compared in other stretches than before. */
  private static boolean isCutOtherwise(ProviderStack before, ProviderStack after) {
    return !before.sources().isEmpty()
        && !before.slots(Instant.EPOCH).equals(after.slots(Instant.EPOCH));
  }

  /** Books again what settled, or is to be waited for, as sources are asked no more or again. */
  void bookAsked(List<Sources.Stored> changed) {
    List<Sources.Stored> all = Sources.all(handle);
    changed.stream()
        .map(stored -> stored.source().provider())
        .distinct()
        .forEach(provider -> bookLayers(ProviderStack.of(provider, all)));
    rollups.flush(handle);
  }

  /**
   * Books again where spend is inferred, which took back what applications told before the ledger's
   * 23rd version. Once.
   */
  void bookInferred() {
    List<Sources.Stored> all = Sources.all(handle);
    all.stream()
        .map(Sources.Stored::source)
        .filter(Source::isInferred)
        .forEach(source -> bookLayers(ProviderStack.of(source.provider(), all)));
    rollups.flush(handle);
  }

  /**
   * Books the events of polled providers, which were kept and not canonical before the ledger's
   * tenth version. Once.
   */
  void bookEvents() {
    List<Sources.Stored> all = Sources.all(handle);
    Set<String> providers = new TreeSet<>();
    for (Sources.Stored stored : all) {
      ProviderStack stack = ProviderStack.of(stored.source().provider(), all);
      if (stack.overlaps() && stack.attributed().contains(stored)) {
        book(stored, true);
        providers.add(stack.provider());
      }
    }
    rollups.flush(handle); // the layers are compared by these sums
    providers.forEach(provider -> bookLayers(ProviderStack.of(provider, all)));
    rollups.flush(handle);
  }

  /** Books all of a source's records, or takes them out of the books again. */
  private void book(Sources.Stored source, boolean inFull) {
    if (inFull) {
      unbookResiduals(source);
    } else {
      unbookOverlaps(source);
    }
    handle
        .createQuery(RECORDS)
        .bind("source_id", source.id())
        .map(
            (row, context) -> {
              Content content = Columns.content(row);
              canonical(
                  source,
                  ChargePeriod.ofEpochSeconds(
                      row.getLong("period_start"), row.getLong("period_end")),
                  Columns.dimensions(row),
                  (inFull
                          ? Delta.between(Content.NOTHING, content)
                          : Delta.between(content, Content.NOTHING))
                      .ending(EventPart.outcome(row.getString("part"))));
              return source.id();
            })
        .forEach(id -> {});
  }

  /** Posts a source's records as a bill, or takes them back, when its layer changed so. */
  private void postBilled(Sources.Stored old, Sources.Stored now) {
    boolean bill = now.source().layer() == Layer.BILLED;
    if (bill == (old.source().layer() == Layer.BILLED)) {
      return;
    }
    handle
        .createQuery(RECORDS)
        .bind("source_id", now.id())
        .map(
            (row, context) -> {
              long nanos = row.getLong("cost_nanos");
              postings.billed(
                  now.source(),
                  ChargePeriod.ofEpochSeconds(
                      row.getLong("period_start"), row.getLong("period_end")),
                  bill ? nanos : Math.negateExact(nanos));
              return now.id();
            })
        .forEach(id -> {});
  }

  private void unbookResiduals(Sources.Stored source) {
    handle
        .createQuery(RESIDUALS)
        .bind("source_id", source.id())
        .map(
            (row, context) -> {
              long day = row.getLong("day");
              canonical(
                  source,
                  ChargePeriod.ofEpochSeconds(day, day + DAY),
                  Columns.dimensions(row),
                  Delta.cost(Math.negateExact(row.getLong("cost_nanos"))));
              return day;
            })
        .forEach(day -> {});
    handle
        .createUpdate("delete from residual where source_id = :source_id")
        .bind("source_id", source.id())
        .execute();
  }

  private void unbookOverlaps(Sources.Stored source) {
    handle
        .createQuery(OVERLAPS)
        .bind("source_id", source.id())
        .map(
            (row, context) -> {
              canonical(
                  source,
                  ChargePeriod.ofEpochSeconds(row.getLong("start"), row.getLong("period_end")),
                  Columns.dimensions(row),
                  Measures.ofSums(row)
                      .plus(Measures.ofUnits(JsonText.counts(row.getString("units"))))
                      .negated()
                      .delta());
              return source.id();
            })
        .forEach(id -> {});
    handle
        .createUpdate("delete from overlap where source_id = :source_id")
        .bind("source_id", source.id())
        .execute();
  }

  private void bookLayers(ProviderStack stack) {
    Layering layering = new Layering(handle, models, stack);
    layering.changedDays(
        handle.createQuery(DAYS).bind("provider", stack.provider()).mapTo(Long.class).list());
    layering.changed(Instant.EPOCH, Instant.MAX);
    try (DimensionSets sets = new DimensionSets(handle)) {
      layering.book(sets, this::canonical, Instant.EPOCH);
    }
  }

  private void canonical(
      Sources.Stored booked, ChargePeriod period, Dimensions dimensions, Delta delta) {
    counters.canonical(booked.source(), dimensions, delta);
    postings.canonical(booked.source(), period, dimensions, delta);
    rollups.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
  }
}
