// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Books what other prices change, within one transaction: records and events, sums, totals,
 * postings, and the layers upon them. No revision and no history, as nobody restated anything: the
 * run's own rows tell what it changed.
 */
final class RevaluationBooking implements AutoCloseable {
  private static final String EVENT =
      """
      update event set part = :part, cost_nanos = :cost_nanos
      where tenant = :tenant and hour = :hour and id_high = :id_high and id_low = :id_low
      """;

  private static final String REMOVE =
      """
      delete from record where source_id = :source_id and period_start = :start
        and period_end = :until and part = :part and set_id = :set_id
      """;

  private final Handle handle;
  private final MatchedModels models;
  private final Sources.Stored source;
  private final List<Sources.Stored> sources;
  private final Instant now;
  private final Records records;
  private final RowWriter events;
  private final RowWriter removals;
  private final DimensionSets sets;
  private final Counters counters;
  private final Postings postings;
  private final Rollups rollups = new Rollups();
  private long canonicalNanos;

  RevaluationBooking(
      Handle handle, List<Dimension> labels, MatchedModels models, long sourceId, Instant now) {
    this.handle = handle;
    this.models = models;
    this.now = now;
    this.sources = Sources.all(handle);
    this.source = sources.stream().filter(one -> one.id() == sourceId).findFirst().orElseThrow();
    this.records = new Records(handle, sourceId, now);
    this.events = new RowWriter(handle, EVENT);
    this.removals = new RowWriter(handle, REMOVE);
    this.sets = new DimensionSets(handle);
    DisplayNames names = DisplayNames.read(handle);
    this.counters = new Counters(labels, names);
    this.postings = new Postings(handle, labels, names, now);
  }

  /** Whether all records are still as they were when the changes were worked out. */
  boolean isCurrent(List<Revaluation> changes) {
    return changes.stream()
        .allMatch(
            change ->
                change.parts().stream()
                    .allMatch(part -> Objects.equals(stored(change, part), part.before())));
  }

  private @Nullable Content stored(Revaluation change, Revaluation.Part part) {
    return records
        .one(part.part(), change.period(), change.setId())
        .map(Records.Stored::content)
        .orElse(null);
  }

  void book(List<Revaluation> changes) {
    changes.forEach(this::write);
    records.flush();
    removals.flush();
    events.flush();
    rollups.flush(handle);
    bookLayers(changes);
    counters.flush(handle, now);
    postings.flush();
  }

  /** What canonical spend changed by. */
  long canonicalNanos() {
    return canonicalNanos;
  }

  /** The totals that were changed. */
  Set<CounterKey> totals() {
    return counters.flushed();
  }

  @Override
  public void close() {
    records.close();
    events.close();
    removals.close();
    sets.close();
  }

  private void write(Revaluation change) {
    for (Revaluation.Part part : change.parts()) {
      write(change, part);
      Delta delta = part.delta();
      counters.reported(source.source(), delta);
      postings.reported(source.source(), change.period(), delta);
      if (!source.source().isSent()) {
        rollups.add(
            Rollups.View.REPORTED, source.id(), change.period(), change.dimensions(), delta);
      }
      if (source.bookedInFull(sources)) {
        canonical(rollups, source, change.period(), change.dimensions(), delta);
      }
    }
    change.events().forEach(this::write);
  }

  private void write(Revaluation change, Revaluation.Part part) {
    if (part.after() == null) {
      removals
          .bind("source_id", source.id())
          .bind("start", change.period().start().getEpochSecond())
          .bind("until", change.period().end().getEpochSecond())
          .bind("part", part.part())
          .bind("set_id", change.setId())
          .add();
    } else if (part.before() == null) {
      records.insert(part.part(), change.period(), change.setId(), part.after());
    } else {
      records.grow(part.part(), change.period(), change.setId(), part.after());
    }
  }

  private void write(Revaluation.PricedEvent event) {
    events
        .bind("tenant", event.tenant())
        .bind("hour", event.hour())
        .bind("id_high", event.high())
        .bind("id_low", event.low())
        .bind("part", event.part())
        .bind("cost_nanos", event.costNanos())
        .add();
  }

  /** What is booked here changes sums that are written already, so it has sums of its own. */
  private void bookLayers(List<Revaluation> changes) {
    ProviderStack stack = ProviderStack.of(source.source().provider(), sources);
    Layering layering = new Layering(handle, models, stack);
    changes.forEach(change -> layering.changed(change.period()));
    Rollups layered = new Rollups();
    layering.book(
        sets,
        (booked, period, dimensions, delta) ->
            canonical(layered, booked, period, dimensions, delta),
        now);
    layered.flush(handle);
  }

  private void canonical(
      Rollups into,
      Sources.Stored booked,
      ChargePeriod period,
      Dimensions dimensions,
      Delta delta) {
    counters.canonical(booked.source(), dimensions, delta);
    postings.canonical(booked.source(), period, dimensions, delta);
    into.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
    canonicalNanos = Math.addExact(canonicalNanos, delta.costNanos());
  }
}
